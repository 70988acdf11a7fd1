"""The command line library speaks English; readers of this program speak Chinese."""

from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException


class _Chinese:
    """Mixed into commands and groups: help in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help page; what draws it is loaded here, since other calls do without."""
        from auditor.cli.help_page import print_help

        del formatter
        print_help(self, ctx)

    def get_usage(self, ctx: Any) -> str:
        """The usage line."""
        text: str = super().get_usage(ctx)  # type: ignore[misc]
        return (
            text.replace("Usage:", "用法：", 1)
            .replace("[OPTIONS]", "[选项]")
            .replace("COMMAND [ARGS]...", "命令 [参数]…")
            .translate({ord("{"): None, ord("}"): None})
        )

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            if getattr(param, "help", "") == "Show this message and exit.":
                param.help = "显示这段说明"
        return params


class ChineseCommand(_Chinese, TyperCommand):
    """A command whose help is Chinese."""


class ChineseGroup(_Chinese, TyperGroup):
    """A group of commands whose help is Chinese."""

    def listed_commands(self) -> list[tuple[str, str]]:
        """Name and sentence of each command, for the help."""
        return [(name, command.help or "") for name, command in self.commands.items()]


def usage_fault(error: TyperException) -> str:
    """What was wrong with the command's words; empty where there were none, and the help was shown."""
    text = error.format_message()
    name = type(error).__name__
    option = getattr(error, "option_name", "")
    param = getattr(error, "param", None)
    label = (param.opts[0] if getattr(param, "opts", None) else "") if param else ""
    label = label if label.startswith("-") else getattr(param, "metavar", "") or label
    match name:
        case "NoArgsIsHelpError":
            return ""
        case "NoSuchOption":
            return f"没有 {option} 这个选项。用 --help 查看可用的选项"
        case "MissingParameter":
            return f"缺少 {label}。用 --help 查看用法"
        case "BadParameter":
            return f"{label} 的取值无效（{text}）。用 --help 查看用法"
        case "BadOptionUsage":
            return f"{option} 后面需要一个值。用 --help 查看用法"
    if "No such command" in text:
        return f"没有 {text.split(chr(39))[1]} 这个命令。用 auditor --help 查看所有命令"
    if "unexpected extra argument" in text:
        return f"多余的参数 {text.partition('(')[2].rstrip(')')}。用 --help 查看用法"
    return "命令用法有误。用 --help 查看用法"
