"""A client in another language, made from the .proto files alone, and one made from reflection alone.

Starts a server, calls every method over Debian's python3-grpcio, and stops it.
Usage: python_client_test.py SERVER PROTO_FOLDER GOOGLE_PROTO_FOLDER
"""

import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

SERVER, PROTO, GOOGLE = sys.argv[1:4]
SERVICE = "nutgraf.v1.ArticleService"
TEXT = "Ärzte 🇵🇰 sagten, Pakistan werde helfen."

# grpc/reflection/v1alpha/reflection.proto, as much of it as is used here.
REFLECTION_PROTO = """
syntax = "proto3";
package grpc.reflection.v1alpha;
service ServerReflection {
  rpc ServerReflectionInfo(stream ServerReflectionRequest) returns (stream ServerReflectionResponse);
}
message ServerReflectionRequest {
  oneof message_request { string file_containing_symbol = 4; string list_services = 7; }
}
message ServerReflectionResponse {
  oneof message_response {
    FileDescriptorResponse file_descriptor_response = 4;
    ListServiceResponse list_services_response = 6;
  }
}
message FileDescriptorResponse { repeated bytes file_descriptor_proto = 1; }
message ListServiceResponse { repeated ServiceResponse service = 1; }
message ServiceResponse { string name = 1; }
"""


def generate(folder):
    """Stubs of the contract, from its sources, by the tools that a caller has."""
    (folder / "reflection.proto").write_text(REFLECTION_PROTO)
    ours = sorted(str(p.relative_to(PROTO)) for p in pathlib.Path(PROTO).glob("nutgraf/v1/*.proto"))
    theirs = [f"google/rpc/{name}.proto" for name in ("code", "error_details", "status")]
    subprocess.run(
        ["protoc", f"-I{PROTO}", f"-I{GOOGLE}", f"-I{folder}", f"--python_out={folder}",
         f"--grpc_out={folder}", "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin",
         *ours, *theirs, "reflection.proto"], check=True)
    sys.path.insert(0, str(folder))
    # google is a package of protobuf's already; ours is looked up beside it.
    import google
    google.__path__ = [*google.__path__, str(folder / "google")]


class PythonClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.temporary.name)
        generate(folder)
        port_file = folder / "port"
        cls.server = subprocess.Popen(
            [SERVER, "--listen=127.0.0.1:0", f"--port_file={port_file}", "--log_level=warning"])
        for _ in range(300):
            if port_file.exists() or cls.server.poll() is not None:
                break
            time.sleep(0.1)
        cls.channel = grpc.insecure_channel(f"127.0.0.1:{port_file.read_text().strip()}")
        from nutgraf.v1 import article_pb2, article_service_pb2, article_service_pb2_grpc
        cls.article, cls.pb = article_pb2, article_service_pb2
        cls.stub = article_service_pb2_grpc.ArticleServiceStub(cls.channel)

    @classmethod
    def tearDownClass(cls):
        cls.channel.close()
        cls.server.terminate()
        assert cls.server.wait(30) == 0
        cls.temporary.cleanup()

    def request(self, text, **options):
        return self.pb.AnalyzeArticleRequest(article=self.article.Article(text=text), **options)

    def test_spans_are_slices_of_a_python_string(self):
        answer = self.stub.AnalyzeArticle(
            self.request(TEXT, offset_encoding=self.article.OFFSET_ENCODING_UTF32))
        spans = [zone.span for zone in answer.metadata.zones]
        spans += [m.span for p in answer.metadata.participants for m in p.mentions]
        self.assertTrue(spans)
        for span in spans:
            self.assertEqual(TEXT[span.begin:span.end], span.text)

    def test_a_batch_is_answered_in_order(self):
        batch = self.pb.BatchAnalyzeArticlesRequest(
            requests=[self.request(TEXT), self.request(""), self.request(TEXT)])
        batch.requests[0].article.article_id = "first"
        results = self.stub.BatchAnalyzeArticles(batch).results
        self.assertEqual([r.WhichOneof("result") for r in results],
                         ["metadata", "error", "metadata"])
        self.assertEqual(results[0].metadata.article_id, "first")
        self.assertEqual(results[1].error.code, grpc.StatusCode.INVALID_ARGUMENT.value[0])

    def test_a_stream_echoes_its_ids(self):
        requests = (self.pb.StreamAnalyzeArticlesRequest(request_id=str(i),
                                                         request=self.request(TEXT))
                    for i in range(100))
        ids = sorted(int(a.request_id) for a in self.stub.StreamAnalyzeArticles(requests))
        self.assertEqual(ids, list(range(100)))

    def test_errors_carry_details(self):
        from google.rpc import error_details_pb2, status_pb2
        with self.assertRaises(grpc.RpcError) as caught:
            self.stub.AnalyzeArticle(self.request(""))
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        trailers = dict(caught.exception.trailing_metadata())
        status = status_pb2.Status.FromString(trailers["grpc-status-details-bin"])
        info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        self.assertTrue(status.details[0].Unpack(info) and status.details[1].Unpack(bad))
        self.assertEqual((info.domain, info.reason), ("nutgraf", "INVALID_REQUEST"))
        self.assertEqual(bad.field_violations[0].field, "article.text")

    def test_capabilities(self):
        limits = self.stub.GetCapabilities(self.pb.GetCapabilitiesRequest()).limits
        self.assertEqual(limits.max_text_bytes, 1 << 20)
        self.assertEqual(limits.max_batch_size, 64)

    def test_a_client_made_from_reflection_alone(self):
        import reflection_pb2
        import reflection_pb2_grpc
        ask = reflection_pb2.ServerReflectionRequest
        stub = reflection_pb2_grpc.ServerReflectionStub(self.channel)
        listed, described = stub.ServerReflectionInfo(
            iter([ask(list_services="*"), ask(file_containing_symbol=SERVICE)]))
        self.assertIn(SERVICE, [s.name for s in listed.list_services_response.service])
        files = {}
        for data in described.file_descriptor_response.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(data)
            files[file.name] = file
        pool = descriptor_pool.DescriptorPool()

        def add(name):
            file = files.pop(name, None)
            if file is not None:
                for needed in file.dependency:
                    add(needed)
                pool.Add(file)

        for name in list(files):
            add(name)
        method = pool.FindServiceByName(SERVICE).FindMethodByName("AnalyzeArticle")
        factory = message_factory.MessageFactory(pool)
        request_type = factory.GetPrototype(method.input_type)
        response_type = factory.GetPrototype(method.output_type)
        call = self.channel.unary_unary(f"/{SERVICE}/AnalyzeArticle",
                                        request_serializer=request_type.SerializeToString,
                                        response_deserializer=response_type.FromString)
        request = request_type()
        request.article.text = TEXT
        self.assertEqual(call(request).metadata.coverage.total_bytes, len(TEXT.encode()))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
