"""Everything that can go wrong on the wire, one member per kind, each with the sentence a clerk reads."""

from enum import Enum


class Fault(Enum):
    """One kind of failure below HTTP. ``again``: whether asking once more may help."""

    sentence: str
    again: bool

    def __new__(cls, sentence: str, again: bool) -> "Fault":
        """Number the members; the sentence and the retry rule are attributes."""
        member = object.__new__(cls)
        member._value_ = len(cls.__members__)
        member.sentence, member.again = sentence, again
        return member

    BAD_ADDRESS = "网址格式不正确", False
    FORBIDDEN_ADDRESS = "网址指向内部网络或保留地址，出于安全考虑未访问", False
    UNKNOWN_HOST = "域名无法解析，请核对网址或联系网站主办单位", False
    DNS_FAILED = "域名解析服务暂时没有回应", True
    DNS_TIMEOUT = "域名解析超过{seconds}秒没有结果", True
    REFUSED = "连接被拒绝，网站服务可能没有开启", True
    RESET = "连接被对方中断", True
    NO_ROUTE = "网络不通，找不到通往网站的线路", True
    NO_SOCKETS = "本机同时打开的连接过多，请减少同时采集的网站", True
    CONNECT_TIMEOUT = "连接网站超过{seconds}秒没有接通", True
    TLS_TIMEOUT = "加密连接超过{seconds}秒没有建立", True
    CERT_EXPIRED = "网站证书已过期", False
    CERT_NOT_YET_VALID = "网站证书尚未生效，也可能是本机时钟不准", False
    CERT_WRONG_NAME = "网站证书与域名不符", False
    CERT_SELF_SIGNED = "网站证书是自签的，不受信任", False
    CERT_CHAIN = "网站证书缺少中间证书，或签发机构不受信任", False
    CERT_INVALID = "网站证书无效", False
    TLS_OUTDATED = '服务器只支持过时的加密方式（可在县配置文件 [crawl] 中设 tls = "legacy"）', False
    NOT_TLS = "该端口不是加密（https）服务，请核对网址是否应为 http", False
    TLS_BROKEN = "加密连接没有建立成功", True
    CLOSED_EARLY = "服务器没有回应就关闭了连接", True
    NO_ANSWER = "等待超过{seconds}秒，服务器没有回应", True
    DEADLINE = "等待超过{seconds}秒，页面没有传完", True
    PROTOCOL = "服务器的回应不符合 HTTP 规范", True
    TRUNCATED = "内容不完整，传输中途断开", True
    TRUNCATED_GZIP = "内容不完整，压缩数据没有结束", True
    TOO_LARGE = "页面过大，超过{megabytes} MB，已停止接收", False
    BAD_ENCODING = "压缩内容已损坏，无法解开", True
    UNKNOWN_ENCODING = "服务器使用了不支持的压缩方式", False
    UNHANDLED = "服务器的回应无法处理", False


class WireFault(Exception):
    """A request that failed below HTTP, with whatever part of an answer had come by then."""

    def __init__(self, kind: Fault, *, seconds: float = 0, megabytes: float = 0) -> None:
        super().__init__(kind.name)
        self.kind = kind
        self.detail = kind.sentence.format(seconds=f"{seconds:g}", megabytes=f"{megabytes:g}")
