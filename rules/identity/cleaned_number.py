import numpy as np
import pyarrow.compute as pc

from rules.rule import Severity, rule


@rule(
    code="ID06",
    title="号码中的字符已规整",
    severity=Severity.LOW,
    reads=("id_number",),
    message="身份证号中的全角字符、空格、撇号或形似 X 的符号已规整，按 18 位号码核验",
    basis="GB 11643-1999（号码由数字组成，末位可为 X）",
    innocent=("输入法处于全角状态", "从其他文件复制时带入了空格或符号", "为防止表格转成数字而加了撇号"),
    clears="无需处理；如方便，请把号码改写为 18 位半角字符",
    flagged=(
        {"id_number": "33108118970301006×"}, {"id_number": "３３１０８１１８９７０３０１００７８"}, {"id_number": "331081 18970301 0078"},
        {"id_number": "'331081189703010078"}, {"id_number": "T331081189703010078"},
    ),
    clear=(
        {"id_number": "331081189703010078"}, {"id_number": "33108118970301006x"}, {"id_number": " 331081189703010078 "}, {"id_number": "3310 8118"},
    ),
)
def cleaned_number(claims):
    """Characters that mean the same number were put right. The number is sound, and the row says so; a small x is no oddity."""
    changed = claims.id.was_cleaned & claims.id.whole
    rows = np.flatnonzero(changed)                           # few: only these are read as text
    if rows.size:
        changed[rows] = pc.not_equal(pc.utf8_upper(claims.id.raw.take(rows)), claims.id.text.take(rows)).to_numpy(zero_copy_only=False)
    return changed
