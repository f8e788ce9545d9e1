from rules.identity.document_unclear import unexplained
from rules.rule import Means, Severity, rule


def offered(claims, rows):
    """What the certificate number offers in place of a number that cannot be read: said only where it holds a sound one."""
    texts = claims.certificate.text.take(rows).to_pylist()
    sound = claims.certificate.holder.sound[rows]
    return [f"；证书编号 {text} 中有一个完整的号码，请核对是否为本人号码" if good else "" for text, good in zip(texts, sound, strict=True)]


def described(text):
    """What is wrong with the form of a text, without repeating a person's digits."""
    if text.startswith("#"):
        return f"“{text}”是表格的错误值"
    if text.isascii() and text.isdigit():
        return f"共 {len(text)} 位数字"
    if any(character.isdigit() and not character.isascii() for character in text):
        return "所用的数字不是 0 到 9"
    return f"共 {len(text)} 个字符，其中有号码里不会出现的字符"


def details(claims, rows):
    return {"what": [described(text) for text in claims.id.text.take(rows).to_pylist()], "offer": offered(claims, rows)}


@rule(
    code="ID03",
    title="证件号码的位数或字符不对",
    severity=Severity.QUESTION,
    reads=("id_number",),
    message="证件号码不是任何已知证件的形式：{what}{offer}",
    basis="GB 11643-1999（公民身份号码为 18 位）",
    innocent=("录入时漏了一位或多了一位", "表格出错", "是其他种类的证件"),
    clears="请对照证件原件重新填写号码；不是居民身份证的，请填写证件类型",
    means=Means.NEEDS_CORRECTION,
    details=details,
    flagged=(
        {"id_number": "33108118970301007"},
        {"id_number": "33108118970301007", "certificate_number": "T331081189703010078"},
        {"id_number": "#N/A"},
        {"id_number": "٣٣١٠٨١١٨٩٧٠٣٠١٠٠٧٨"},
        {"id_number": "身份证丢失", "id_type": "身份证"},
    ),
    clear=(
        {"id_number": "331081189703010078"}, {"id_number": "T331081189703010078"}, {"id_number": "H12345678"}, {"id_number": "USA110081030412"},
        {"id_number": "3.31081E+17"}, {"id_number": "331081********0078"}, {"id_number": "南字第12345号", "id_type": "军官证"},
    ),
)
def number_form(claims):
    """A text that has the form of no document we know cannot be read as a number, and so says nothing about anybody."""
    return unexplained(claims, "UNREADABLE")
