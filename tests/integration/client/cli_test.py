"""The command-line client as a person or a script meets it, against the real server.

    cli_test.py NUTGRAF NUTGRAF_SERVER DATA_DIRECTORY ARTICLES_DIRECTORY [unittest arguments]

One server serves all tests, on a port of its own.
"""

import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import time
import unittest

NUTGRAF, SERVER, DATA = sys.argv[1:4]
ARTICLES = pathlib.Path(sys.argv[4])

OK, ANALYSIS, USAGE, RPC = 0, 1, 2, 64
INVALID_ARGUMENT, UNAVAILABLE = 3, 14
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
NOBODY = "127.0.0.1:1"  # a port that nothing listens on


class Server:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        port_file = pathlib.Path(self.folder.name) / "port"
        self.log = open(pathlib.Path(self.folder.name) / "log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [SERVER, "--listen=127.0.0.1:0", f"--port_file={port_file}",
             f"--data_directory={DATA}", "--workers=1"],
            stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + 60
        while not port_file.exists() or not port_file.read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.log.seek(0)
                raise RuntimeError("the server did not start: " + self.log.read())
            time.sleep(0.05)
        self.address = "127.0.0.1:" + port_file.read_text().strip()

    def call(self, request_id):
        """The log's line of a call that has ended; it is written by a thread of its own."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            text = pathlib.Path(self.log.name).read_text(encoding="utf-8")
            for line in text[:text.rfind("\n") + 1].splitlines():
                if (entry := json.loads(line)).get("request_id") == request_id:
                    return entry
            time.sleep(0.05)
        raise AssertionError(f"no call {request_id} in the log")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.log.close()
        self.folder.cleanup()
        return code


def setUpModule():
    global server
    server = Server()


def tearDownModule():
    code = server.stop()
    if code != 0:
        raise RuntimeError(f"the server ended with {code}")


def nutgraf(*arguments, stdin=b"", address=None, local=False):
    """Runs the client; its environment names the server, as a user's would."""
    environment = dict(os.environ, NUTGRAF_SERVER=address or server.address,
                       NUTGRAF_DATA_DIR=DATA if local else "/nonexistent")
    return subprocess.run([NUTGRAF, *map(str, arguments)], input=stdin, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=100, check=False)


def lines(output):
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


def untimed(answers):
    return [{key: value for key, value in answer.items() if key != "stageTimings"}
            for answer in answers]


def without_timings(output):
    """The bytes of each line with the one part cut out that a clock wrote."""
    parts = []
    for line in output.splitlines():
        begin = line.find(b'"stageTimings":')
        end = line.find(b"]", begin)
        parts.append(line if begin < 0 else line[:begin] + line[end + 1:])
    return parts


class CliTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def expect(self, run, code):
        self.assertEqual(run.returncode, code, run.stderr.decode("utf-8", "replace"))
        return run


class AnalyzeTest(CliTest):
    def test_for_people(self):
        run = self.expect(nutgraf("analyze", ARTICLES / "court.txt", "--date", "2022-06-11"), OK)
        text = run.stdout.decode("utf-8")
        self.assertIn("Colin Prentice", text)
        self.assertIn("Farida Rahman", text)
        self.assertIn("2022-09-12", text)
        self.assertIn("crime, law and justice", text)
        self.assertNotIn("\x1b", text, "no colours where the output is no terminal")
        self.assertEqual(run.stderr, b"")

    def test_json(self):
        path = ARTICLES / "court.txt"
        run = self.expect(nutgraf("analyze", path, "--json", "--id", "c1", "--date",
                                  "2022-06-11"), OK)
        self.assertEqual(len(run.stdout.splitlines()), 1)
        (answer,) = lines(run.stdout)
        self.assertEqual(answer["articleId"], "c1")
        self.assertEqual(answer["publication"]["date"][:10], "2022-06-11")
        raw = path.read_bytes()
        for date in answer["dates"]:
            span = date["span"]
            self.assertEqual(raw[span.get("begin", 0):span["end"]].decode("utf-8"), span["text"])

    def test_offsets_of_python_and_javascript(self):
        text = "😀 Norway’s prime minister, Jonas Støre, said on Sunday 😀 that talks in Tromsø go on."
        path = self.write("a.txt", text)
        for encoding in ("utf8", "utf16", "utf32"):
            run = self.expect(nutgraf("analyze", path, "--json", "--offsets", encoding), OK)
            (answer,) = lines(run.stdout)
            self.assertTrue(answer["dates"])
            for date in answer["dates"]:
                span = date["span"]
                begin, end = span.get("begin", 0), span["end"]
                sliced = {"utf8": lambda: text.encode("utf-8")[begin:end].decode("utf-8"),
                          "utf16": lambda: text.encode("utf-16-le")[2 * begin:2 * end]
                          .decode("utf-16-le"),
                          "utf32": lambda: text[begin:end]}[encoding]()
                self.assertEqual(sliced, span["text"], encoding)

    def test_standard_input_is_a_file(self):
        raw = (ARTICLES / "match.txt").read_bytes()
        piped = self.expect(nutgraf("analyze", "-", "--json", stdin=raw), OK)
        named = self.expect(nutgraf("analyze", ARTICLES / "match.txt", "--json"), OK)
        self.assertEqual(without_timings(piped.stdout), without_timings(named.stdout))

    def test_local_is_the_same_without_a_server(self):
        path = ARTICLES / "dialogue.txt"
        near = self.expect(nutgraf("analyze", path, "--json", "--local", local=True,
                                   address=NOBODY), OK)
        far = self.expect(nutgraf("analyze", path, "--json"), OK)
        self.assertEqual(without_timings(near.stdout), without_timings(far.stdout))

    def test_features(self):
        run = self.expect(nutgraf("analyze", ARTICLES / "court.txt", "--json", "--feature", "dates",
                                  "--feature", "quotes"), OK)
        (answer,) = lines(run.stdout)
        states = {status["feature"]: status["state"] for status in answer["featureStatuses"]}
        self.assertEqual(states["FEATURE_DATES"], "FEATURE_STATE_COMPUTED")
        self.assertEqual(states["FEATURE_QUOTES"], "FEATURE_STATE_COMPUTED")
        self.assertEqual(states["FEATURE_TOPICS"], "FEATURE_STATE_NOT_REQUESTED")
        self.assertTrue(answer["dates"] and answer["quotes"])
        self.assertFalse(answer.get("participants") or answer.get("topics"))

    def test_a_file_that_is_not_utf8_is_decoded_and_said_so(self):
        text = "The café’s owner, José Müller, said on Sunday that talks would go on.\n"
        for encoding, said in (("windows-1252", "windows-1252"), ("utf-16", "utf-16")):
            with self.subTest(encoding):
                path = self.write("a.txt", text.encode(encoding))
                run = self.expect(nutgraf("analyze", path, "--json"), OK)
                self.assertIn("not UTF-8", run.stderr.decode())
                self.assertIn(said, run.stderr.decode())
                (answer,) = lines(run.stdout)
                self.assertEqual(answer["coverage"]["totalBytes"], len(text.encode("utf-8")))
                self.assertIn("José Müller", [p["name"] for p in answer["participants"]])

    def test_another_language(self):
        path = self.write("a.txt", "Die Bundesregierung hat am Sonntag angekündigt, dass die "
                          "Verhandlungen über das neue Gesetz in der kommenden Woche weitergehen.")
        run = self.expect(nutgraf("analyze", path, "--json"), OK)
        (answer,) = lines(run.stdout)
        self.assertEqual(answer["languageCode"], "de")
        self.assertEqual({status["state"] for status in answer["featureStatuses"]},
                         {"FEATURE_STATE_UNSUPPORTED_LANGUAGE"})
        self.assertTrue(self.expect(nutgraf("analyze", path), OK).stdout)


class ExitCodeTest(CliTest):
    def test_nobody_answers(self):
        for arguments in (["analyze", ARTICLES / "court.txt"], ["health"], ["capabilities"],
                          ["batch", ARTICLES / "wikinews.jsonl"],
                          ["stream", ARTICLES / "wikinews.jsonl"]):
            with self.subTest(arguments[0]):
                run = nutgraf(*arguments, "--timeout", "5", address=NOBODY)
                self.expect(run, RPC + UNAVAILABLE)
                self.assertEqual(run.stdout, b"")
                self.assertTrue(run.stderr)

    def test_usage(self):
        for arguments in ([], ["analyze"], ["frobnicate"], ["analyze", "a", "--offsets", "utf7"],
                          ["analyze", "a", "--feature", "poems"], ["health", "--local"],
                          ["batch", "--threads", "0"], ["analyze", "a", "--threads", "2"],
                          ["bench", "--rate", "0"], ["bench", "--rate", "5", "--load", "1"],
                          ["bench", "--words", "many"], ["analyze", "a", "--min-confidence", "2"]):
            with self.subTest(arguments):
                run = self.expect(nutgraf(*arguments), USAGE)
                self.assertTrue(run.stderr)
                self.assertEqual(run.stdout, b"")
        run = nutgraf("analyze", ARTICLES / "court.txt", "--date", "yesterday")
        self.expect(run, USAGE)

    def test_help_and_version(self):
        for arguments in (["--help"], ["analyze", "--help"], ["--version"]):
            self.assertTrue(self.expect(nutgraf(*arguments), OK).stdout)

    def test_a_file_that_is_not_there(self):
        for verb in ("analyze", "batch", "stream"):
            with self.subTest(verb):
                run = self.expect(nutgraf(verb, self.folder / "none"), ANALYSIS)
                self.assertIn("none", run.stderr.decode())

    def test_an_article_that_the_server_refuses(self):
        secret = b"zylophonia "
        for content in (b"", secret * 100000):
            run = self.expect(nutgraf("analyze", self.write("a.txt", content)),
                              RPC + INVALID_ARGUMENT)
            self.assertIn("article.text", run.stderr.decode())
            self.assertNotIn("zylophonia", run.stderr.decode())
        run = self.expect(nutgraf("analyze", self.write("a.txt", ""), "--local", local=True),
                          ANALYSIS)
        self.assertIn("article.text", run.stderr.decode())

    def test_no_data_for_local(self):
        run = nutgraf("analyze", ARTICLES / "court.txt", "--local")
        self.expect(run, ANALYSIS)
        self.assertIn("/nonexistent", run.stderr.decode())


class BatchTest(CliTest):
    def test_the_server_and_the_library_answer_byte_for_byte_the_same(self):
        far = self.expect(nutgraf("batch", ARTICLES / "wikinews.jsonl", "--threads", "2"), OK)
        near = self.expect(nutgraf("batch", ARTICLES / "wikinews.jsonl", "--local", "--threads",
                                   "2", local=True, address=NOBODY), OK)
        self.assertEqual(without_timings(far.stdout), without_timings(near.stdout))
        self.assertEqual(untimed(lines(far.stdout)), untimed(lines(near.stdout)))
        asked = [json.loads(line)["id"] for line in
                 (ARTICLES / "wikinews.jsonl").read_text(encoding="utf-8").splitlines()]
        self.assertEqual([answer["articleId"] for answer in lines(far.stdout)], asked)

    def test_plain_keys_and_contract_keys(self):
        text = "Ned Price said on Sunday that talks would go on."
        articles = [{"id": "a", "title": "Talks", "text": text, "date": "2024-05-07", "url": "x"},
                    {"articleId": "b", "title": "Talks", "text": text,
                     "publishTime": "2024-05-07T00:00:00Z"}]
        run = self.expect(nutgraf("batch", stdin=("\n\n".join(map(json.dumps, articles)))
                                  .encode()), OK)
        first, second = untimed(lines(run.stdout))
        self.assertEqual((first.pop("articleId"), second.pop("articleId")), ("a", "b"))
        self.assertEqual(first, second)

    def test_a_bad_article_has_its_line_and_the_others_theirs(self):
        good = json.dumps({"id": "g", "text": "Ned Price spoke on Sunday."})
        bad = ["no json", "[1]", json.dumps({"id": "e", "text": ""}),
               json.dumps({"id": "d", "text": "x", "date": "soon"}),
               '{"id":"s","text":"a \\ud83d b"}']
        run = nutgraf("batch", stdin="\n".join([good, *bad, good]).encode())
        self.expect(run, ANALYSIS)
        answers = lines(run.stdout)
        self.assertEqual(len(answers), 7)
        self.assertEqual([("error" in answer) for answer in answers], [False] + [True] * 5 + [False])
        self.assertEqual(answers[3]["articleId"], "e")
        self.assertEqual(answers[3]["error"]["code"], INVALID_ARGUMENT)
        self.assertIn("5 of the articles", run.stderr.decode())

    def test_goes_on_where_it_stopped(self):
        articles = [json.dumps({"id": f"a{i}", "text": f"Ned Price spoke {i} times on Sunday."})
                    for i in range(6)]
        source = self.write("in.jsonl", "\n".join(articles) + "\n")
        whole = self.folder / "whole.jsonl"
        self.expect(nutgraf("batch", source, "-o", whole), OK)
        done = whole.read_bytes().splitlines(keepends=True)
        self.assertEqual(len(done), 6)
        # A run that was killed while it wrote its third line.
        part = self.write("part.jsonl", b"".join(done[:2]) + done[2][:50])
        run = self.expect(nutgraf("batch", source, "-o", part), OK)
        self.assertIn("2 articles", run.stderr.decode())
        self.assertEqual(without_timings(part.read_bytes()), without_timings(whole.read_bytes()))
        self.assertTrue(part.read_bytes().startswith(b"".join(done[:2])), "what stood there stands")
        # A run that was done does nothing, even without a server.
        before = part.read_bytes()
        self.expect(nutgraf("batch", source, "-o", part, address=NOBODY), OK)
        self.assertEqual(part.read_bytes(), before)
        self.write("part.jsonl", b"old\n" * 9)
        self.expect(nutgraf("batch", source, "-o", part, "--restart"), OK)
        self.assertEqual(without_timings(part.read_bytes()), without_timings(whole.read_bytes()))

    def test_the_progress_of_a_file_has_a_total(self):
        def progress(arguments, stdin):
            terminal, ours = pty.openpty()
            self.addCleanup(os.close, terminal)
            with os.fdopen(ours, "wb") as error:
                done = subprocess.run([NUTGRAF, "batch", "--server", server.address, *arguments],
                                      input=stdin, stdout=subprocess.DEVNULL, stderr=error,
                                      timeout=100, check=False)
            self.assertEqual(done.returncode, OK)
            return os.read(terminal, 1 << 16).decode()
        path = ARTICLES / "wikinews.jsonl"
        self.assertRegex(progress([path], b""), r"\r4/4 articles, [0-9.]+/s, [0-9.]+ MB")
        self.assertRegex(progress(["-"], path.read_bytes()), r"\r4 articles, ")

    def test_each_article_has_a_request_id_of_its_own(self):
        self.expect(nutgraf("batch", ARTICLES / "wikinews.jsonl", "--request-id", "night",
                            "--traceparent", TRACE), OK)
        for line in range(1, 5):
            self.assertEqual(server.call(f"night-{line}")["traceparent"], TRACE)

    def test_a_server_that_is_gone_leaves_nothing_half_done(self):
        out = self.folder / "out.jsonl"
        run = nutgraf("batch", ARTICLES / "wikinews.jsonl", "-o", out, "--timeout", "3",
                      address=NOBODY)
        self.expect(run, RPC + UNAVAILABLE)
        self.assertEqual(out.read_bytes(), b"")
        self.expect(nutgraf("batch", ARTICLES / "wikinews.jsonl", "-o", out), OK)
        self.assertEqual(len(lines(out.read_bytes())), 4)


class StreamTest(CliTest):
    def test_every_article_has_its_answer(self):
        run = self.expect(nutgraf("stream", ARTICLES / "wikinews.jsonl"), OK)
        batch = self.expect(nutgraf("batch", ARTICLES / "wikinews.jsonl"), OK)
        wanted = {answer["articleId"]: answer for answer in untimed(lines(batch.stdout))}
        got = {}
        for answer in lines(run.stdout):
            (metadata,) = untimed([answer["metadata"]])
            self.assertEqual(answer["requestId"], metadata["articleId"])
            got[answer["requestId"]] = metadata
        self.assertEqual(got, wanted)

    def test_a_bad_article_does_not_end_the_stream(self):
        articles = ['{"text":"Ned Price spoke on Sunday."}', "no json", '{"id":"e","text":""}',
                    '{"text":"Ned Price spoke on Monday."}']
        run = self.expect(nutgraf("stream", stdin="\n".join(articles).encode()), ANALYSIS)
        answers = {answer["requestId"]: answer for answer in lines(run.stdout)}
        self.assertEqual(set(answers), {"1", "e", "4"})
        self.assertIn("metadata", answers["1"])
        self.assertEqual(answers["e"]["error"]["code"], INVALID_ARGUMENT)
        self.assertIn("line 2", run.stderr.decode())


class BenchTest(CliTest):
    SHORT = ["--warmup", "0.2", "--duration", "1", "--deadline", "60"]

    def test_a_table(self):
        run = self.expect(nutgraf("bench", "--rate", "5,10", *self.SHORT), OK)
        text = run.stdout.decode()
        self.assertRegex(text, r"(?m)^ +5/s +5 ")
        self.assertRegex(text, r"(?m)^ +10/s +10 ")
        self.assertIn("p99.9 ms", text)

    def test_json(self):
        run = self.expect(nutgraf("bench", ARTICLES / "wikinews.jsonl", "--rate", "5", "--json",
                                  "--words", "50:3,100", *self.SHORT), OK)
        report = json.loads(run.stdout)
        self.assertTrue(report["modelVersion"])
        (test,) = report["tests"]
        self.assertEqual(test["outcomes"], {"OK": test["calls"]})
        self.assertEqual([kind["name"] for kind in test["kinds"]], ["50 words", "100 words"])
        self.assertGreater(test["latencyMs"]["p50"], 0)
        self.assertEqual(server.call(test["slowest"][0]["requestId"])["status"], "OK")

    def test_the_load_is_a_part_of_the_capacity(self):
        run = self.expect(nutgraf("bench", "--load", "0.25,0.5", "--in-flight", "2", "--json",
                                  *self.SHORT), OK)
        capacity, quarter, half = json.loads(run.stdout)["tests"]
        self.assertEqual(capacity["inFlight"], 2)
        self.assertAlmostEqual(quarter["rate"], capacity["okPerSecond"] / 4)
        self.assertAlmostEqual(half["rate"], capacity["okPerSecond"] / 2)

    def test_calls_that_fail_are_counted_and_the_test_succeeds(self):
        path = self.write("in.jsonl", json.dumps({"text": "x" * (2 << 20)}))
        run = self.expect(nutgraf("bench", path, "--rate", "5", "--json", *self.SHORT), OK)
        (test,) = json.loads(run.stdout)["tests"]
        self.assertEqual(test["outcomes"], {"INVALID_ARGUMENT INVALID_REQUEST": test["calls"]})

    def test_what_can_not_be_begun(self):
        self.expect(nutgraf("bench", self.folder / "none"), ANALYSIS)
        self.expect(nutgraf("bench", self.write("empty", "")), USAGE)
        self.expect(nutgraf("bench", self.write("bad", "{}\nno json")), USAGE)
        run = nutgraf("bench", "--rate", "5", address=NOBODY)
        self.expect(run, RPC + UNAVAILABLE)
        self.assertEqual(run.stdout, b"")

    def test_an_interrupt_reports_what_there_is(self):
        environment = dict(os.environ, NUTGRAF_SERVER=server.address)
        process = subprocess.Popen([NUTGRAF, "bench", "--rate", "20", "--warmup", "0",
                                    "--duration", "3600", "--json"], env=environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertIn(b"20 calls a second", process.stderr.readline())
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, OK)
        self.assertGreater(json.loads(output)["tests"][0]["calls"], 0)


class ServerTest(CliTest):
    def test_health(self):
        self.assertEqual(self.expect(nutgraf("health"), OK).stdout, b"SERVING\n")

    def test_the_option_wins_over_the_environment(self):
        path = ARTICLES / "wikinews.jsonl"
        for arguments in (["health"], ["capabilities"], ["analyze", ARTICLES / "court.txt"],
                          ["batch", path], ["stream", path]):
            with self.subTest(arguments[0]):
                self.expect(nutgraf(*arguments, "--server", server.address, address=NOBODY), OK)
        run = nutgraf("analyze", ARTICLES / "court.txt", "--local", "--data-dir", DATA)
        self.expect(run, OK)

    def test_capabilities(self):
        answer = json.loads(self.expect(nutgraf("capabilities"), OK).stdout)
        self.assertEqual(len(answer["features"]), 7)
        self.assertIn("en", json.dumps(answer))
        (metadata,) = lines(self.expect(nutgraf("analyze", "-", "--json", stdin=b"One."),
                                        OK).stdout)
        self.assertEqual(answer["modelVersion"], metadata["modelVersion"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[5:]], verbosity=2)
