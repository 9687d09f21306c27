// Analyses a text file and prints who takes part and what happens.
//
//	analyze TARGET FILE [CA]    TARGET as dns:///nutgraf-headless:50051; CA: a PEM file, turns TLS on
//
// The stubs are made by generate.sh. Shows what a good caller does: one connection for all calls,
// balanced over all instances; a deadline; tries again what a full or leaving server refused; a token;
// answers longer than 4 MiB.
package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	_ "google.golang.org/grpc/health" // lets the balancer watch the servers' health
	"google.golang.org/grpc/metadata"

	nutgraf "nutgraf.example/analyze/nutgraf/v1"
)

// All instances behind the name take part, and one that says it is leaving gets no new calls. Waits
// between tries grow, or are what the server asks for (grpc-retry-pushback-ms).
const serviceConfig = `{
  "loadBalancingConfig": [{"round_robin": {}}],
  "healthCheckConfig": {"serviceName": ""},
  "methodConfig": [{
    "name": [{"service": "nutgraf.v1.ArticleService"}],
    "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.1s", "maxBackoff": "2s", "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"]}
  }]
}`

func connect(target, ca string) (*grpc.ClientConn, error) {
	transport := insecure.NewCredentials()
	if ca != "" {
		var err error
		if transport, err = credentials.NewClientTLSFromFile(ca, ""); err != nil {
			return nil, err
		}
	}
	return grpc.NewClient(target,
		grpc.WithTransportCredentials(transport),
		grpc.WithDefaultServiceConfig(serviceConfig),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(math.MaxInt32), grpc.WaitForReady(true)))
}

func run(target, file, ca string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	connection, err := connect(target, ca)
	if err != nil {
		return err
	}
	defer connection.Close()
	// The deadline is for all tries; the server drops work that nobody waits for.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if token := os.Getenv("NUTGRAF_TOKEN"); token != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
	}
	answer, err := nutgraf.NewArticleServiceClient(connection).AnalyzeArticle(ctx,
		&nutgraf.AnalyzeArticleRequest{Article: &nutgraf.Article{Text: string(text)}})
	if err != nil {
		return err
	}
	for _, participant := range answer.GetMetadata().GetParticipants() {
		fmt.Println("participant:", participant.GetName())
	}
	for _, fact := range answer.GetMetadata().GetHeadlineFacts() {
		fmt.Println("what:", fact.GetWhat().GetText())
	}
	return nil
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "analyze TARGET FILE [CA]")
		os.Exit(2)
	}
	ca := ""
	if len(os.Args) > 3 {
		ca = os.Args[3]
	}
	if err := run(os.Args[1], os.Args[2], ca); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
