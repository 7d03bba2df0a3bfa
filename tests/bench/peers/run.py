#!/usr/bin/env python3
"""Sluice beside its peers on the same files in the same run: prints the tables of README.md.

    tests/bench/peers/run.py --shared ../shared/bench --node DIR [--build build/release] [--work /tmp/peers]
                             [--rows 5000000] [--pairs 5] [--large 50000000] [scan filled job landing memory]

DIR is where `npm i @duckdb/node-api nodejs-polars` was run. No table is printed of what gave other rows.
"""
import argparse
import csv
import hashlib
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
HERE = pathlib.Path(__file__).resolve().parent


class Run:
    """One process to its end: what it took, and what it said."""

    def __init__(self, command, cpus, environment=None):
        begin = time.monotonic()
        process = subprocess.Popen(
            ["taskset", "-c", ",".join(map(str, range(cpus)))] + [str(word) for word in command],
            stdout=subprocess.PIPE, env={**os.environ, **(environment or {})})
        self.text = process.stdout.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        self.seconds = time.monotonic() - begin
        self.processor = used.ru_utime + used.ru_stime
        self.memory = used.ru_maxrss / 1024
        if status != 0:
            raise SystemExit(f"failed: {command}")


def spread(values, form="{:.2f}"):
    return f"{form.format(statistics.median(values))} ({form.format(min(values))}-{form.format(max(values))})"


def table(head, rows):
    print("\n| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |", flush=True)


def digest(path):
    """Of the rows in any order; blanks at the ends of a cell do not count."""
    with open(path, newline="") as file:
        rows = sorted("\x1f".join(cell.strip() for cell in row) for row in csv.reader(file))
    return len(rows) - 1, hashlib.sha256("\n".join(rows).encode()).hexdigest()


class Bench:
    def __init__(self, options):
        self.options = options
        self.work = pathlib.Path(options.work)
        self.build = ROOT / options.build
        self.work.mkdir(parents=True, exist_ok=True)
        self.node = pathlib.Path(options.node) / "sluice-peers"  # modules are looked for from here upwards
        self.node.mkdir(exist_ok=True)
        for program in [*pathlib.Path(options.shared).glob("*duckdb*.mjs"), HERE / "scan_polars.mjs"]:
            shutil.copy(program, self.node)
        self.data = self.extract(options.rows)

    def extract(self, rows):
        folder = self.work / f"emis-{rows}"
        if not folder.exists():
            maker = self.work / "gen_emis"
            source = pathlib.Path(self.options.shared) / "gen_emis.cpp"
            subprocess.run(["g++", "-O2", "-o", maker, source], check=True)
            folder.mkdir()
            subprocess.run([maker, str(rows), "200000", folder], check=True)
        return folder

    def pairs(self, programs, cpus):
        """Every program in turn, so many times: {name: [Run]}."""
        runs = {name: [] for name in programs}
        for _ in range(self.options.pairs):
            for name, (command, environment) in programs.items():
                runs[name].append(Run(command, cpus, environment))
        return runs

    def compare(self, title, programs, cpus):
        runs = self.pairs(programs, cpus)
        ours = runs["sluice"]
        million = self.options.rows / 1e6
        print(f"\n{title}, {cpus} thread(s), {self.options.rows} rows, {self.options.pairs} interleaved pairs; whole processes")
        rows = []
        for name, theirs in runs.items():
            ratios = lambda of: spread([of(b) / of(a) for a, b in zip(ours, theirs)]) if name != "sluice" else ""
            rows.append((name, spread([r.seconds for r in theirs]), spread([r.processor for r in theirs]),
                         f"{million / statistics.median(r.seconds for r in theirs):.2f}",
                         ratios(lambda r: r.seconds), ratios(lambda r: r.processor), f"{max(r.memory for r in theirs):.0f}"))
        table(("program", "wall s", "processor s", "M rows/s", "wall / Sluice's", "processor / Sluice's", "peak MB"), rows)

    def scan_programs(self, threads):
        out = {name: self.work / f"{name}.csv" for name in ("sluice", "duckdb", "polars", "python")}
        return out, {
            "sluice": ([self.build / "scan_bench", self.data, threads, 1, out["sluice"]], {}),
            "duckdb": (["node", self.node / "csv_duckdb.mjs", threads, self.data, out["duckdb"]], {}),
            "polars": (["node", self.node / "scan_polars.mjs", self.data, out["polars"]], {"POLARS_MAX_THREADS": str(threads)}),
        }

    def scan(self):
        out, programs = self.scan_programs(1)
        python = Run(["python3", HERE / "scan_python.py", self.data, out["python"]], 1)
        for command, environment in programs.values():
            Run(command, 1, environment)
        found = {name: digest(path) for name, path in out.items()}
        if len(set(found.values())) != 1:
            raise SystemExit(f"the programs differ: {found}")
        print(f"\nequal by hash: {found['sluice'][0]} rows; Python's csv once: {python.seconds:.1f} s, {python.memory:.0f} MB")
        for threads in (1, 2):
            self.compare("scan, select, join, write", self.scan_programs(threads)[1], threads)

    def filled(self):
        def programs(threads):
            return {
                "sluice": ([self.build / "scan_bench", self.data, threads, 1, "--filled"], {}),
                "duckdb": (["node", self.node / "duckdb_fhir_dq.mjs", threads, "dq", self.data], {}),
            }

        ours, theirs = (Run(command, 1) for command, _ in programs(1).values())
        if re.search(r"filled (.*)", ours.text).group(1) != theirs.text.strip():
            raise SystemExit(f"the counts differ:\n{ours.text}\n{theirs.text}")
        for threads in (1, 2):
            self.compare("non-empty cells of each column", programs(threads), threads)
        without = {"sluice": ([self.build / "scan_bench", self.data, 1, 1], {}), "with": programs(1)["sluice"]}
        self.compare("the scan, and the same with the counts", without, 1)

    def job(self):
        """The whole job on an extract of about as many rows, beside DuckDB's scan of its observations."""
        people = self.options.rows // 67
        folder = self.work / f"synth-{people}"
        if not folder.exists():
            Run([self.build / "sluice", "synth", "emis", "--out", folder, "--practices", 60, "--patients", people,
                 "--seed", 7, "--faults", "none"], 2)
        for threads in (1, 2):
            print(f"\nthe whole job, {threads} worker(s), pinned to as many processors")
            for _ in range(self.options.pairs):
                run = Run([self.build / "job_bench", folder / "bulk", self.work / "store", threads, folder / "delta"], threads)
                print(run.text.strip(), f"\n    process {run.seconds:.1f} s (processor {run.processor:.1f}), {run.memory:.0f} MB", flush=True)

    def landing(self):
        """A copy with its hash, made durable, beside dd of the same bytes to the same disk."""
        rows = []
        size = sum(file.stat().st_size for file in self.data.iterdir())
        for _ in range(self.options.pairs):
            store = self.work / "landing-store"
            shutil.rmtree(store, ignore_errors=True)
            text = Run([self.build / "job_bench", self.data, store, 2], 2).text
            ours = float(re.search(r"landing ([0-9.]+) s", text).group(1))
            begin = time.monotonic()
            for file in self.data.iterdir():
                subprocess.run(["dd", f"if={file}", f"of={self.work / 'dd.out'}", "bs=4M", "conv=fdatasync", "status=none"], check=True)
            rows.append((ours, time.monotonic() - begin))
        table(("landing MB/s", "dd with fdatasync MB/s", "share"),
              [(spread([size / 1e6 / a for a, _ in rows], "{:.0f}"), spread([size / 1e6 / b for _, b in rows], "{:.0f}"),
                spread([b / a for a, b in rows]))])

    def memory(self):
        rows = []
        for count in (self.options.rows, self.options.large):
            for threads in (1, 2):
                run = Run([self.build / "scan_bench", self.extract(count), threads, 1], threads)
                rows.append((count, threads, f"{run.memory:.0f}"))
        shutil.rmtree(self.work / f"emis-{self.options.large}")
        table(("rows", "threads", "peak MB"), rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default="../shared/bench")
    parser.add_argument("--node", required=True)
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--work", default="/tmp/sluice-peers")
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--large", type=int, default=50_000_000)
    parser.add_argument("--pairs", type=int, default=5)
    tables = ("scan", "filled", "job", "landing", "memory")
    parser.add_argument("tables", nargs="*", default=tables)
    options = parser.parse_args()
    bench = Bench(options)
    print("load", *(f"{load:.1f}" for load in os.getloadavg()))
    for name in options.tables:
        getattr(bench, name)()


if __name__ == "__main__":
    main()
