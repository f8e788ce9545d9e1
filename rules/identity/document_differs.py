from rules.resident_id import document
from rules.rule import Severity, rule

TRAVEL = ("PASSPORT", "HRP", "TWP")


@rule(
    code="ID19",
    title="证件类型与号码不符",
    severity=Severity.LOW,
    reads=("id_type", "id_number"),
    message="证件类型写的是“{id_type}”，号码 {id_number} 却是另一种证件的形式",
    basis="GB 11643-1999（公民身份号码）；国家移民管理局关于证件号码的规定",
    innocent=("证件类型整列下拉填充", "持证人有两种证件，类型和号码各填了一种"),
    clears="请核对证件类型，使之与号码一致",
    flagged=(
        {"id_type": "护照", "id_number": "331081189703010078"}, {"id_type": "外国人永久居留身份证", "id_number": "331081189703010078"},
        {"id_type": "居民身份证", "id_number": "E12345678"}, {"id_type": "身份证", "id_number": "H12345678"},
    ),
    clear=(
        {"id_type": "居民身份证", "id_number": "331081189703010078"}, {"id_type": "护照", "id_number": "E12345678"},
        {"id_type": "港澳居民居住证", "id_number": "810000189703011180"}, {"id_type": "外国人永久居留身份证", "id_number": "911000189703010019"},
        {"id_type": "护照", "id_number": "331081189703010079"},
        {"id_type": "身份证", "id_number": "33108118970301007"}, {"id_type": "军官证", "id_number": "E12345678"},
    ),
)
def document_differs(claims):
    """A sound resident number beside the word passport, or the reverse: one of the two cells is wrong, and the number is what counts."""
    kinds = claims.id_type
    foreign = kinds.each(lambda word: document(word) in (*TRAVEL, "PR")) & claims.id.sound & ~claims.id.foreigner
    resident = kinds.each(lambda word: document(word) == "RESIDENT") & claims.id.has_form("PR_OLD", *TRAVEL)
    return foreign | resident
