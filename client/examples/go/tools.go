//go:build tools

// Names the plug-ins of generate.sh, so that go.mod holds them to their versions.
package main

import (
	_ "google.golang.org/grpc/cmd/protoc-gen-go-grpc"
	_ "google.golang.org/protobuf/cmd/protoc-gen-go"
)
