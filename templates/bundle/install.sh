#!/bin/sh
# 离线安装季度栏目核查：不访问网络。用法：sh install.sh [安装到的文件夹，默认 $HOME/auditor]
set -eu
cd "$(dirname "$0")"

fail() {
  echo "没有安装：$1" >&2
  exit 1
}

target=${1:-$HOME/auditor}
[ $# -le 1 ] || fail "只写一个文件夹。用法：sh install.sh [文件夹]"
case $target in /*) ;; *) target=$(pwd)/$target ;; esac

[ "$(uname -s)" = Linux ] || fail "本安装包只用于 Linux，这台机器是 $(uname -s)"
machine=$(uname -m)
grep -qx "$machine" MACHINES || fail "本安装包没有 $machine 的文件，只有：$(tr '\n' ' ' <MACHINES)"

python=${PYTHON:-}
if [ -z "$python" ]; then
  for name in python3 $(sed 's/^/python/' PYTHONS | sort -r); do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      python=$name
      break
    fi
  done
fi
[ -n "$python" ] || fail "没有找到 Python 3.11 或更新的版本。请先安装，或用 PYTHON=/路径/python3 sh install.sh 指定"
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || fail "$python 不能运行"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "$python 是 Python $version，需要 3.11 或更新的版本"
grep -qx "$version" PYTHONS || fail "本安装包没有 Python $version 的文件，只有：$(tr '\n' ' ' <PYTHONS)"
"$python" -c 'import ensurepip, venv' 2>/dev/null || fail "$python 缺少 venv（Debian 系统为 python3-venv 软件包），请先安装"

command -v sha256sum >/dev/null 2>&1 || fail "缺少 sha256sum（coreutils 软件包）"
echo "核对文件……"
sha256sum --check --quiet --strict SHA256SUMS >&2 || fail "上列文件缺少或与登记的摘要不符，安装包已损坏，请重新拷贝"

[ ! -e "$target" ] || [ -x "$target/bin/python" ] || [ -z "$(ls -A "$target")" ] ||
  fail "$target 里已有别的内容。请另指定一个空的或尚不存在的文件夹"
echo "安装到 $target（Python $version，$machine）……"
"$python" -m venv "$target" || fail "不能在 $target 建立运行环境，请检查权限和磁盘空间"
pip() { "$target/bin/python" -I -m pip --isolated --quiet --disable-pip-version-check "$@"; }
# 每个包都有摘要；--no-deps：清单是完整的，不再另找。
pip install --no-index --find-links wheels --no-deps --require-hashes -r "requirements-$machine-$version.txt" ||
  fail "有软件包不能安装，原因见上"
pip install --no-index --no-deps --force-reinstall column_auditor-*.whl || fail "程序本身不能安装，原因见上"
"$target/bin/auditor" --version || fail "已安装，但不能运行"
echo "安装完成。试运行：$target/bin/auditor demo"
echo "启动网页：$target/bin/auditor serve；检查环境：$target/bin/auditor doctor"
