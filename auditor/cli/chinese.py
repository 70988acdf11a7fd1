"""The command line library speaks English; readers of this program speak Chinese."""

import typer.rich_utils
from typer import Context
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

typer.rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
typer.rich_utils.OPTIONS_PANEL_TITLE = "选项"
typer.rich_utils.COMMANDS_PANEL_TITLE = "命令"
typer.rich_utils.DEFAULT_STRING = "[默认：{}]"
typer.rich_utils.ENVVAR_STRING = "[环境变量：{}]"
typer.rich_utils.REQUIRED_LONG_STRING = "[必填]"


def _usage(text: str) -> str:
    return (
        text.replace("Usage:", "用法：", 1).replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]…")
    )


def _translate(option: object) -> None:
    if isinstance(option, TyperOption) and option.help == "Show this message and exit.":
        option.help = "显示这段说明"


class ChineseCommand(TyperCommand):
    """A command whose help is Chinese."""

    def get_usage(self, ctx: Context) -> str:
        """The usage line."""
        return _usage(super().get_usage(ctx))

    def get_params(self, ctx: Context) -> list:  # type: ignore[type-arg]
        """The parameters, the help option's text translated."""
        params = super().get_params(ctx)
        for param in params:
            _translate(param)
        return params


class ChineseGroup(TyperGroup):
    """A group of commands whose help is Chinese."""

    def get_usage(self, ctx: Context) -> str:
        """The usage line."""
        return _usage(super().get_usage(ctx))

    def get_params(self, ctx: Context) -> list:  # type: ignore[type-arg]
        """The parameters, the help option's text translated."""
        params = super().get_params(ctx)
        for param in params:
            _translate(param)
        return params


def explain(error: TyperException) -> str:
    """What was wrong with the command's words."""
    text = error.format_message()
    name = type(error).__name__
    option = getattr(error, "option_name", "")
    param = getattr(error, "param", None)
    label = (param.opts[0] if getattr(param, "opts", None) else "") if param else ""
    label = label if label.startswith("-") else getattr(param, "metavar", "") or label
    match name:
        case "NoSuchOption":
            return f"没有 {option} 这个选项。用 --help 查看可用的选项"
        case "MissingParameter":
            return f"缺少 {label}。用 --help 查看用法"
        case "BadParameter":
            return f"{label} 的取值无效（{text}）。用 --help 查看用法"
        case "BadOptionUsage":
            return f"{option} 后面需要一个值。用 --help 查看用法"
    if "No such command" in text:
        return f"没有 {text.split(repr('')[0])[1]} 这个命令。用 auditor --help 查看所有命令"
    if "unexpected extra argument" in text:
        return f"多余的参数 {text.partition('(')[2].rstrip(')')}。用 --help 查看用法"
    return "命令用法有误。用 --help 查看用法"
