"""The one place where an error becomes a sentence and an exit code."""

import sys
import traceback
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from auditor.base.errors import AuditorError, is_full, reason_of
from auditor.cli.chinese import usage_fault
from auditor.cli.console import keep_trace, prepare_streams, say_error
from auditor.cli.frame import SHARED_OPTIONS, app


def answer(words: Sequence[str]) -> None:
    """Do what the words of the command line ask, and exit."""
    prepare_streams()
    try:
        code = app(_shared_first(words), standalone_mode=False, prog_name="auditor") or 0
        if sys.stdout:
            sys.stdout.flush()  # a full disk is told now, not when Python ends
        sys.exit(code)
    except AuditorError as error:
        say_error(str(error))
        sys.exit(error.exit_code)
    except TyperException as error:
        if sentence := usage_fault(error):
            say_error(sentence)
        sys.exit(2)
    except BrokenPipeError:  # whoever read the output wanted no more of it, as `| head` does
        sys.stdout = None  # else Python complains when it ends
        sys.exit(1)
    except (typer.Abort, KeyboardInterrupt):
        say_error("已中断；已采集的内容没有丢失，再次运行会接着做")
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the last door: a clerk is told in words, the maintainer gets the trace
        say_error(_in_words(error))
        sys.exit(1)


def _in_words(error: Exception) -> str:
    if isinstance(error, OSError) and is_full(error):  # the disk of the output, or that of temporary files
        where = f" {error.filename} " if error.filename else ""
        return f"未能写入{where}：{reason_of(error)}。请清理磁盘空间后重试；已保存的数据没有丢失"
    trace = "".join(traceback.format_exception(error))
    return f"程序内部错误（{type(error).__name__}：{error}）。已保存的数据没有丢失；详情见 {keep_trace(trace)}"


def _shared_first(words: Sequence[str]) -> list[str]:
    """Shared options moved to the front, so that they may be written anywhere."""
    front: list[str] = []
    rest: list[str] = []
    taken = iter(words)
    for word in taken:
        if word in SHARED_OPTIONS:
            front += [word, *([value] if (value := next(taken, None)) is not None else [])]
        elif word.partition("=")[0] in SHARED_OPTIONS:
            front.append(word)
        else:
            rest.append(word)
    return front + rest
