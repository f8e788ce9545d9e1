"""What can go wrong, as the person may read it. One tree; the web has one handler for it."""

from __future__ import annotations


class VerifierError(Exception):
    """An error with a sentence for the person (Chinese), a stable code for programs, and the HTTP status."""

    status = 400
    code = "bad_request"
    message = "请求有误，请检查后重试。"

    def __init__(self, message: str | None = None, *, code: str | None = None, status: int | None = None):
        super().__init__(message or self.message)
        self.message = message or self.message
        self.code = code or self.code
        self.status = status or self.status


class NotFound(VerifierError):
    status = 404
    code = "not_found"
    message = "没有找到：可能已删除，或地址有误。"


class Conflict(VerifierError):
    status = 409
    code = "conflict"
    message = "当前状态下不能这样操作。"


class SettingsWrong(VerifierError):
    """A setting that cannot be used: the start stops, exit status 3."""

    code = "settings_wrong"
    message = "设置有误。"
