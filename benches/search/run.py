"""How good the search is: builds a site over a corpus of N documents, asks it, and prints a Markdown report.

    python3 benches/search/run.py 2000 [SEED]

PEAKPRESS names the program (default: target/release/peakpress), SEARCH_WORK a scratch folder that keeps corpora between calls,
PAGEFIND the `pagefind_extended` of the npm package `pagefind`, whose indexing is measured beside ours when it is given.
Queries are the written ones of queries.tsv with rules that say which documents are right, and random ones: titles, substrings of
two to six Han characters, pairs of such substrings of one document. Each is asked with a cold cache by the script of the default
theme; bytes are those of gzip -6 and include the ten results that are shown.
"""
import collections
import json
import os
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def run(command, **more):
    """Runs a command; its wall seconds, processor seconds and peak memory in MiB."""
    start = time.time()
    process = subprocess.Popen(command, **more)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.time() - start
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def bare(text):
    return text.lower()


class Rule:
    """`title:` words stand in the title, others in the text; a space is and, a bar is or."""

    def __init__(self, text):
        self.parts = [(part.startswith("title:"), part.removeprefix("title:").split("|")) for part in bare(text).split(" ")]

    def holds(self, doc):
        return all(any(word in doc["low_title" if title else "low"] for word in words) for title, words in self.parts)


def random_queries(docs, seed):
    rng = random.Random(f"queries/{seed}")
    han = re.compile(r"[\u4e00-\u9fff]{2,}")
    piece = lambda doc: (lambda row: row[(at := rng.randrange(len(row) - 1)) : at + rng.randrange(2, 7)])(rng.choice(han.findall(doc["text"])))
    found = []
    for doc in rng.sample(docs, 100):
        found.append(("title", doc["title"], None, doc["title"]))
    for doc in rng.sample(docs, 150):
        text = piece(doc)
        found.append(("substring", text, [text], None))
    for doc in rng.sample(docs, 100):
        pair = [piece(doc), piece(doc)]
        found.append(("pair", " ".join(pair), pair, None))
    return found


def main():
    count = int(sys.argv[1])
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    program = os.environ.get("PEAKPRESS", str(ROOT / "target/release/peakpress"))
    work = pathlib.Path(os.environ.get("SEARCH_WORK", pathlib.Path(tempfile.gettempdir()) / "search-bench"))
    site = work / f"{count}-{seed}"
    if not site.exists():
        subprocess.run([sys.executable, HERE / "corpus.py", str(count), site, seed], check=True)
    docs = [json.loads(line) for line in (site / "truth.jsonl").open(encoding="utf-8")]
    for doc in docs:
        doc["low"], doc["low_title"] = bare(doc["text"]), bare(doc["title"])

    config = (site / "site.yaml").read_text(encoding="utf-8").replace("search: false\n", "")
    fresh = pathlib.Path(tempfile.mkdtemp(dir=work))
    (site / "site.yaml").write_text(config + "search: false\n", encoding="utf-8")
    _, plain, _ = run([program, "--quiet", "--root", site, "build", "--out", fresh / "plain"])
    (site / "site.yaml").write_text(config, encoding="utf-8")
    wall, cpu, memory = run([program, "--quiet", "--root", site, "build", "--out", fresh / "site"])
    files = [path for path in (fresh / "site/search").rglob("*") if path.is_file()]
    print(f"{count} documents: build with search {wall:.1f} s wall, {cpu:.1f} s CPU ({cpu - plain:.1f} s of it for search), {memory:.0f} MiB; index {len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB\n")

    queries = []
    for line in (HERE / "queries.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, query, rule = line.split("\t")
            queries.append((kind, query, Rule(rule), None))
    for kind, query, words, title in random_queries(docs, seed):
        rule = None
        if words:
            rule = Rule("")
            rule.parts = [(False, [bare(word)]) for word in words]
        queries.append((kind, query, rule, title))
    asked = subprocess.run(["node", HERE / "ask.mjs", fresh / "site"], input=json.dumps([query for _, query, _, _ in queries]), capture_output=True, text=True, check=True)
    answers = json.loads(asked.stdout)

    rows = collections.defaultdict(list)
    for (kind, query, rule, title), answer in zip(queries, answers):
        if title:
            right = answer["titles"][:3].count(title) > 0
            score = (float(right), None)
        else:
            relevant = {doc["url"] for doc in docs if rule.holds(doc)}
            if not relevant:
                print(f"no document fits: {kind} {query}", file=sys.stderr)
                continue
            hits = sum(url in relevant for url in answer["urls"])
            score = (hits / min(10, len(relevant)), hits / max(1, len(answer["urls"])))
        if score[0] < 0.5 and "-v" in sys.argv:
            print(f"  {kind} {query}: {score[0]:.2f} of {answer['total']}: {answer['titles'][:3]}", file=sys.stderr)
        rows[kind].append((*score, answer))
    written = [row for kind in rows if kind not in ("title", "substring", "pair") for row in rows[kind]]
    others = rows["substring"] + rows["pair"]
    print("| queries | n | recall@10 | precision@10 | KB | KB (95 %) | requests | ms |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
    groups = [(kind, rows[kind]) for kind in rows] + [("**all written**", written), ("**substrings and pairs**", others)]
    for kind, group in groups:
        precision = [row[1] for row in group if row[1] is not None]
        sizes = sorted(row[2]["bytes"] / 1000 for row in group)
        print(
            f"| {kind}{' (in the top 3)' if kind == 'title' else ''} | {len(group)} | {statistics.mean(row[0] for row in group):.3f} | {statistics.mean(precision) if precision else 0:.3f} | "
            f"{statistics.median(sizes):.1f} | {sizes[int(len(sizes) * 0.95) - 1]:.1f} | {statistics.mean(row[2]['requests'] for row in group):.1f} | {statistics.median(row[2]['ms'] for row in group):.1f} |"
        )
    pagefind = os.environ.get("PAGEFIND")
    if pagefind:
        wall, cpu, memory = run([pagefind, "--site", fresh / "plain", "--silent"])
        size = sum(path.stat().st_size for path in (fresh / "plain/pagefind").rglob("*") if path.is_file())
        print(f"\nPagefind on the same pages: {wall:.1f} s wall, {cpu:.1f} s CPU, {memory:.0f} MiB; {size / 1e6:.1f} MB")
    shutil.rmtree(fresh)


if __name__ == "__main__":
    main()
