"""P9: a roster beside an extract, in bulk, against a DuckDB join on the same parquet. The extract is smaller than the country's 18M."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.data import claims
from benchmarks.measure import in_turn, say
from crawlers.extract import Extract
from rules.claims import Claims
from verifier.evidence import Register

AS_OF = date(2026, 11, 23)
LABELS = {"name": "姓名", "id_number": "证件号码", "certificate_number": "证件编号", "category": "作业类别", "item": "操作项目", "issuer": "签发机关",
          "first_issued": "初领日期", "valid_from": "有效期开始日期", "valid_until": "有效期结束日期", "review_due": "应复审日期", "sex": "性别"}


def run() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        roster, times = claims(1_000_000, seed=1), []
        absent = pa.array(np.arange(1_000_000) % 10 >= 7)
        for millions in (1, 4):
            path = Path(scratch, f"extract-{millions}.parquet")
            others = claims(millions * 1_000_000, seed=2)
            records = {label: pc.if_else(absent, others[name].slice(0, 1_000_000), roster[name]) for name, label in LABELS.items()}
            table = pa.table(records)
            rest = pa.table({label: others[name].slice(1_000_000) for name, label in LABELS.items()})
            pq.write_table(pa.concat_tables([table, rest]), path)
            whole = Claims(roster, checked_on=AS_OF, allow_test_ids=True)
            extract = Extract.open(path, day=AS_OF)
            ids = pa.table({"id_number": roster["id_number"]})
            ours, joined = in_turn(
                lambda whole=whole, extract=extract: Register.of(extract, whole.person.key, allow_test_ids=True),
                lambda path=path, ids=ids: duckdb.sql(f"SET threads=2; SELECT r.* FROM '{path}' r JOIN ids ON ids.id_number = r.证件号码").arrow())
            times.append(ours)
            say("P9", f"1M rows to an extract of {millions}M records / DuckDB join, two threads", ours / joined, 1.5)
        say("", "growth of time, extract 1M to 4M records, roster fixed", times[1] / times[0], 4)
