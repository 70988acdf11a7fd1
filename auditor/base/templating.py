"""Text templates that an office may write itself: what they may reach, and what filling them in may cost.

Every loop, call and piece of text is paid for from one budget, before it is made where it could be large. The budget
depends on the template and its values alone, so that the same evidence gives the same result on any machine.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from jinja2 import TemplateRuntimeError, nodes, pass_context, pass_eval_context
from jinja2.filters import do_join, do_replace, do_round
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

_MOST = 5_000_000
"""Characters written, with those of values on the way; a circular of 5000 columns takes a tenth."""
_CALL, _STEP, _FILE = 20, 5, 20_000
_LARGEST = 10**18
_WIDE = re.compile(r"\d{3,}|\*|\{[^{}]*\{")
"""A width in a format that is no width of a number, or one that a value gives."""
_GROWING = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs", "translate", "format_map", "to_bytes"})
_UNBOUND = ("batch", "slice", "indent", "center", "wordwrap", "tojson", "pprint", "random", "urlize", "xmlattr")
_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


class TooCostly(TemplateRuntimeError):
    """The template asks for more than a document can need."""


class _Notes(Namespace):
    def __repr__(self) -> str:
        return "namespace"


class OfficeEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox whose templates cost no more than a document can; fill them in under `bounded`."""

    intercepted_binops = frozenset({"+", "*", "%", "**"})

    def __init__(self, *, finalize: Callable[[object], str] | None = None, **options: Any) -> None:
        """Take what a Jinja2 environment takes."""

        def paid(value: object) -> str:
            text = finalize(value) if finalize else str(value)
            _pay(len(text))
            return text

        super().__init__(finalize=paid, **options)
        self.globals = {"range": self.globals["range"], "namespace": _Notes}
        self.filters = {name: known for name, known in self.filters.items() if name not in _UNBOUND}
        self.filters |= {"join": _join, "replace": _replace, "round": _round, "format": self._format}
        self.filters |= {"_counted": _counted, "_measured": _measured}

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """Load and fill in a template here; raises `TooCostly`, a `TemplateError`."""
        token = _left.set([_MOST])
        try:
            yield
        except (RecursionError, MemoryError, SyntaxError) as error:
            raise TooCostly("自己调用自己，或嵌套过深").with_traceback(error.__traceback__) from None
        finally:
            _left.reset(token)

    def get_template(self, *names: Any, **more: Any) -> Any:
        """A template, paid for: including one again and again is a loop too."""
        _pay(_FILE)
        return super().get_template(*names, **more)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template with every loop counted, and every value that is put together with others measured."""
        _pay(len(source))
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            written = sum(len(text.data) for text in loop.find_all(nodes.TemplateData))
            loop.iter = _filtered(loop.iter, "_counted", nodes.Const(written))
        for text in tree.find_all(nodes.Concat):
            text.nodes = [_measurable(part) for part in text.nodes]
        for row in tree.find_all(nodes.List):
            row.items = [_measurable(part) for part in row.items]
        for pack in tree.find_all(nodes.Tuple):
            pack.items = [_measurable(part) for part in pack.items] if pack.ctx == "load" else pack.items
        for pair in tree.find_all(nodes.Pair):
            pair.value = _measurable(pair.value)
        tree.set_environment(self)
        return tree

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as in the library
        """A call, paid for with what it gives back."""
        _pay(_CALL)
        if isinstance(__obj, LoopContext) and args:  # a recursive loop
            args = (_counted(__context, args[0], 0), *args[1:])
        owner, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        if isinstance(owner, str) and name == "join" and args:
            args = (_paid_parts(args[0], owner),)
        elif isinstance(owner, str) and name == "replace" and len(args) > 1:
            _pay_replacing(owner, args[0], args[1])
        result = super().call(__context, __obj, *args, **kwargs)
        _pay(len(result) if isinstance(result, str) else 0)
        return result

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """An operation whose result could be large, paid for beforehand."""
        if operator == "**":
            raise TooCostly("不能用 ** 乘方")
        if operator == "%" and isinstance(left, str):
            return self._format(left, *(right if isinstance(right, tuple) else (right,)))
        if operator == "+":
            _pay(sum(len(side) for side in (left, right) if isinstance(side, str | list | tuple)))
        if operator == "*":
            for side, times in ((left, right), (right, left)):
                if isinstance(side, str | bytes | list | tuple):
                    _pay(len(side) * (times if isinstance(times, int) else 0))
                elif isinstance(side, int) and abs(side) > _LARGEST:
                    raise TooCostly("数太大")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Methods that fill up to any width are left out; nothing in a document needs them."""
        return attr not in _GROWING and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Any:
        """``text.format``, with no width beyond a number's."""
        wrapped = super().wrap_str_format(value)
        if wrapped is not None and _WIDE.search(str(getattr(value, "__self__", ""))):
            raise TooCostly("格式中的宽度太大")
        return wrapped

    def _format(self, text: str, *values: Any) -> str:
        if _WIDE.search(text):
            raise TooCostly("格式中的宽度太大")
        _pay(len(text) + sum(len(str(value)) for value in values))
        return str(text % values)


def _measurable(part: nodes.Expr) -> nodes.Expr:
    return part if isinstance(part, nodes.Literal) else _filtered(part, "_measured")


def _filtered(value: nodes.Node, name: str, *given: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(given), [], None, None, lineno=value.lineno)


def _pay(cost: int) -> None:
    left = _left.get()
    if left is not None:
        left[0] -= cost
        if left[0] < 0:
            raise TooCostly("循环太多，或内容太长")


@pass_context
def _counted(_context: Any, values: Iterable[Any], written: int) -> Iterator[Any]:
    """The values of a loop; ``written`` is how many characters its body holds."""
    for value in values:
        _pay(_STEP + written)
        yield value


@pass_context
def _measured(_context: Any, value: Any) -> Any:
    """A value that becomes part of another; groups within groups could double at every step."""
    if isinstance(value, list | tuple | dict):
        raise TooCostly("一组值不能放进另一组值")
    _pay(len(value) if isinstance(value, str) else _STEP)
    return value


def _paid_parts(values: Iterable[Any], mark: str) -> Sequence[Any]:
    parts = list(values)
    _pay(len(parts) * (len(mark) + 1) + sum(len(part) for part in parts if isinstance(part, str)))
    return parts


def _pay_replacing(text: str, old: object, new: object) -> None:
    _pay(len(text) + text.count(str(old)) * len(str(new)))


@pass_eval_context
def _join(context: Any, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
    return str(do_join(context, _paid_parts(value, str(d)), d, attribute))


@pass_eval_context
def _replace(context: Any, s: str, old: str, new: str, count: int | None = None) -> str:
    _pay_replacing(str(s), old, new)
    return str(do_replace(context, s, old, new, count))


def _round(value: float, precision: int = 0, method: Any = "common") -> float:
    if abs(precision) > 20:
        raise TooCostly("小数位数太多")
    return float(do_round(value, precision, method))
