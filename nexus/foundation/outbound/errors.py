"""What can go wrong with a call to the outside; each is one sentence, and says whether a later try may help."""

from typing import ClassVar


class OutboundError(Exception):
    """A call to another host did not end well. `code` is for programs, `message` for people."""

    code: ClassVar[str] = "outbound"
    retry: ClassVar[bool] = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.suggestions: list[str] = []


class Refused(OutboundError):  # noqa: N818 -- read as outbound.Refused
    """The address or the request is one that this client never sends."""

    code = "address_refused"


class NotReached(OutboundError):  # noqa: N818 -- read as outbound.NotReached
    """The name has no address, or nobody answers there."""

    code = "not_reached"
    retry = True


class TooSlow(OutboundError):  # noqa: N818 -- read as outbound.TooSlow
    """A time limit ended the call."""

    code = "too_slow"
    retry = True


class TooLarge(OutboundError):  # noqa: N818 -- read as outbound.TooLarge
    """The answer is larger than was allowed."""

    code = "too_large"


class Broken(OutboundError):  # noqa: N818 -- read as outbound.Broken
    """The answer ended early or was not HTTP."""

    code = "broken_answer"
    retry = True


class TooManyRedirects(OutboundError):  # noqa: N818 -- read as outbound.TooManyRedirects
    """The address only points to further addresses."""

    code = "too_many_redirects"


class Resting(OutboundError):  # noqa: N818 -- read as outbound.Resting
    """The host failed so often that it is left alone for a while."""

    code = "resting"
    retry = True
