#!/usr/bin/env python3
"""核对一份通报（年度汇总、回头看）的证据包。只用 Python 3.8 以上自带的模块，不需要安装任何程序，不联网，不改动任何文件。

用法：python3 check.py            核对本文件所在的文件夹
      python3 check.py 证据包.zip  核对压缩包，连压缩包本身的每个字节
核对无误退出码为 0，发现问题为 1，没有东西可核对为 2。
"""

import hashlib
import io
import json
import os
import re
import struct
import sys
import zipfile
import zlib

MANIFEST = "manifest.json"
START = "0" * 64
REFERENCE = re.compile(r"([^/\\#:]+\.warc\.gz)#([0-9a-f-]{36})")


def canonical(value):
    return (json.dumps(value, ensure_ascii=True, sort_keys=True, indent=1) + "\n").encode("ascii")


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def zip_bytes(files):
    """The one way in which such a package is zipped: stored, without times, in the order of the names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            package.writestr(entry, files[name])
    return out.getvalue()


def read_folder(folder):
    files = {}
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
    return files


def read_zip(path):
    """The files of a zip, and what is wrong with the zip itself."""
    with open(path, "rb") as file:
        content = file.read()
    files, faults = {}, []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for entry in package.infolist():
                try:
                    files[entry.filename] = package.read(entry)
                except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError):
                    faults.append("压缩包中的 %s 已损坏" % entry.filename)
    except (zipfile.BadZipFile, ValueError, struct.error, OSError, NotImplementedError):
        return {}, ["压缩包已损坏，打不开"]
    if not faults:
        whole = zip_bytes(files)
        if whole != content:
            pairs = enumerate(zip(whole, content))
            place = next((n for n, (one, other) in pairs if one != other), min(len(whole), len(content)))
            faults.append("压缩包自身的字节被改动（第%d个字节起）" % (place + 1))
    return files, faults


def check_files(files):
    """Every file is the one that the manifest names, and none is missing or added."""
    if MANIFEST not in files:
        yield "没有目录文件 " + MANIFEST
        return
    try:
        manifest = json.loads(files[MANIFEST].decode("ascii"))
        listed = {entry["path"]: (entry["size"], entry["sha256"]) for entry in manifest["files"]}
        own = manifest["manifest_sha256"]
    except (ValueError, KeyError, TypeError):
        yield "目录文件 manifest.json 已损坏"
        return
    rest = {key: value for key, value in manifest.items() if key != "manifest_sha256"}
    if canonical(manifest) != files[MANIFEST] or sha256(canonical(rest)) != own:
        yield "目录文件 manifest.json 被改动"
    for path in sorted(listed):
        if path not in files:
            yield "缺少文件 " + path
        elif (len(files[path]), sha256(files[path])) != listed[path]:
            yield "文件 %s 被改动" % path
    for path in sorted(set(files) - set(listed) - {MANIFEST}):
        yield "多出文件 " + path


def check_chain(files, audit):
    """The links follow one another, each run file is the one that was linked, the audit names the last link."""
    links, previous = {}, START
    for number, line in enumerate(files["archive/chain.jsonl"].decode("utf-8").splitlines(), 1):
        link = json.loads(line)
        said = "%s\n%s\n%s\n%d\n%d\n" % (
            link["previous"], link["file"], link["sha256"], link["records"], link["partial"],
        )
        if link["previous"] != previous or sha256(said.encode()) != link["chain"]:
            yield "存档链第%d行（%s）被改动或次序不对" % (number, link["file"])
        previous = link["chain"]
        links[link["file"]] = link
    evidence = audit.get("evidence", {"archive": ""})
    if evidence["archive"] and "sha256:" + links.get(evidence["archive"], {}).get("chain", "") != evidence["digest"]:
        yield "核查结果所记的存档链值与存档链不符"
    for path in files:
        name = path.partition("archive/")[2]
        if path.startswith("archive/") and name.endswith(".warc.gz"):
            if name not in links:
                yield "存档文件 %s 不在存档链中" % name
            elif sha256(files[path]) != links[name]["sha256"]:
                yield "存档文件 %s 与存档链所记的摘要不符" % name


def is_named(fields, uuid):
    """Whether a record has that name, or holds the answer of that name: its number changes the first four digits."""
    own = fields["WARC-Record-ID"][len("<urn:uuid:") : -1]
    if "Auditor-Looks" not in fields:
        return own == uuid
    return own[4:] == uuid[4:] and 0 <= int(own[:4], 16) ^ int(uuid[:4], 16) <= int(fields["Auditor-Looks"])


def check_record(files, reference):
    """A record is whole, and stands where its name says."""
    match = REFERENCE.fullmatch(reference)
    content = files.get("archive/" + match.group(1)) if match else None
    if content is None:
        return "所指的存档记录 %s 不在包内" % reference
    offset = int(match.group(2).replace("-", "")[-12:], 16)
    try:
        stream = zlib.decompressobj(31)
        record = stream.decompress(content[offset:])
        head, _, block = record.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode("utf-8").split("\r\n")[1:])
        block = block[: int(fields["Content-Length"])]
        if not is_named(fields, match.group(2)):
            return "存档记录 %s 不在原来的位置" % reference
        if fields["WARC-Block-Digest"] != "sha256:" + sha256(block):
            return "存档记录 %s 的内容与其摘要不符" % reference
    except (zlib.error, ValueError, KeyError):
        return "存档记录 %s 已损坏" % reference
    return ""


def check_row(row, audit, decided, where):
    """A count is the number of the items listed, each of the period or put in by a person; unknown is no number."""
    first, last = audit["period"]
    known = ("counted", "blank", "tallied")
    if (row["count"] is not None) != (row["state"] in known):
        yield where + "的状态与条数矛盾"
    if row["count"] is None:
        return
    is_number_alone = row["state"] == "tallied" and not row["items"]
    if row["count"] != len(row["items"]) and not is_number_alone:
        yield "%s记%d条，列出的是%d条" % (where, row["count"], len(row["items"]))
    seen = set()
    for item in row["items"]:
        key = (item["url"], item["title"], item["date"])
        if key in seen:
            yield "%s的“%s”计了两次" % (where, item["title"])
        seen.add(key)
        in_period = item["date"] is not None and first <= item["date"] <= last
        if not in_period and (row["key"], item["url"]) not in decided:
            yield "%s的“%s”（%s）不在本期之内" % (where, item["title"], item["date"])
    dates = [item["date"] for item in row["items"] if item["date"]]
    if row["latest"] != (max(dates) if dates else None):
        yield where + "的最后更新日期与所列条目不符"


def check_audit(files, audit):
    """Every sum is worked out again, every count from its items, every grade is one of the pack's, once a unit."""
    decisions = json.loads(files["inputs/decisions.json"].decode("utf-8"))
    decided = {(one["column_key"], one["item"]) for one in decisions if one["kind"] == "include"}
    by_unit, total = {}, 0
    for table in audit["tables"]:
        known = 0
        for row in table["rows"]:
            where = "“%s”第%d行“%s”" % (table["title"], row["seq"], row["column"])
            for fault in check_row(row, audit, decided, where):
                yield fault
            known += row["count"] or 0
            if row["owned"]:
                by_unit.setdefault(row["unit"], []).append(row["count"])
        if known != table["total"]:
            yield "“%s”合计记%d条，各行相加是%d条" % (table["title"], table["total"], known)
        unknown = sum(row["count"] is None for row in table["rows"])
        if unknown != table.get("unknown", 0):
            yield "“%s”未能核查的栏目记%d个，实为%d个" % (table["title"], table.get("unknown", 0), unknown)
        total += table["total"]
    if total != audit["total"]:
        yield "总数记%d条，各表相加是%d条" % (audit["total"], total)
    grades = {grade["id"] for grade in audit["pack"]["grades"]} | {"pending"}
    names = [unit["name"] for unit in audit["units"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield name + "被评定了不止一次"
    for name in sorted(set(by_unit) - set(names)):
        yield name + "有栏目而没有评定"
    for unit in audit["units"]:
        counts = by_unit.get(unit["name"], [])
        due = None if None in counts else sum(counts)
        if unit["total"] != due:
            yield "%s合计记%s条，各栏目相加是%s条" % (unit["name"], unit["total"], due)
        if unit["grade"] not in grades:
            yield "%s的等次“%s”不在评定规则之内" % (unit["name"], unit["grade"])
    if not all(check["ok"] for check in audit["self_check"]):
        yield "核查结果自带的自查没有全部通过"


def counted(row):
    return canonical([row["column"], row["state"], row["count"], row["items"]])


def check_members(files, audit):
    """A city's rows are those of its members' audits, and each of these is the one that the city's audit names."""
    members = {}
    for member in audit["members"]:
        path = "members/%s.json" % member["digest"].partition("sha256:")[2]
        if member["digest"] and path not in files:
            yield "缺少%s的核查结果" % member["name"]
        elif member["digest"]:
            if "sha256:" + sha256(files[path]) != member["digest"]:
                yield "%s的核查结果与通报所记的摘要不符" % member["name"]
            told = json.loads(files[path].decode("utf-8"))
            members[member["name"]] = {counted(row) for table in told["tables"] for row in table["rows"]}
    for table in audit["tables"]:
        for row in table["rows"]:
            if row["unit"] in members and counted(row) not in members[row["unit"]]:
                yield "%s的“%s”与它自己的核查结果不符" % (row["unit"], row["column"])
            elif row["unit"] not in members and row["count"] is not None:
                yield "%s没有核查结果，“%s”却有条数" % (row["unit"], row["column"])


def looks_of(files):
    """The looks that what is said of single items rests on."""
    return json.loads(files.get("inputs/looks.json", b"[]").decode("utf-8"))


def check_looks(files, audit):
    """An item was told absent before it was seen, and each look is one of an item that a finding names."""
    named = {(one["rule"], one["unit"], url) for one in audit["findings"] for url in one["items"]}
    for item in looks_of(files):
        shown = {look["shows"]: look["at"] for look in item["looks"]}
        if (item["rule"], item["unit"], item["url"]) not in named:
            yield "查看记录中的“%s”不见于核查结果" % item["title"]
        if "absent" in shown and "seen" in shown and not shown["absent"] < shown["seen"]:
            yield "“%s”首次见到的时间不在“还没有”之后" % item["title"]


def check_records(files, audit):
    """The pages that the counts and what is said of single items rest on are here and whole."""
    wanted = {page for table in audit["tables"] for row in table["rows"] for page in row["pages"]}
    items = ("items", "undated", "excluded")
    rows = [row for table in audit["tables"] for row in table["rows"]]
    wanted |= {item["page"] for row in rows for key in items for item in row[key] if item["page"]}
    wanted |= {look["record"] for item in looks_of(files) for look in item["looks"]}
    for reference in sorted(wanted):
        fault = check_record(files, reference)
        if fault:
            yield fault
    for row in rows:
        if row["state"] in ("counted", "blank") and not row["pages"]:
            yield "“%s”有条数而没有网页存档" % row["column"]


def read_named(files, path, digest, what):
    """An audit that a paper names by its digest, and what is wrong with it."""
    if path not in files:
        return None, ["包内没有%s（%s）" % (what, path)]
    faults = [] if "sha256:" + sha256(files[path]) == digest else ["%s（%s）与文中所记的摘要不符" % (what, path)]
    return json.loads(files[path].decode("utf-8")), faults


def check_annual(files, annual):
    """A year is the sum of its quarters: every cell is a count of that quarter's audit, every sum is worked out."""
    audits = []
    for entry in annual["quarters"] + annual["last_year"]:
        audit = None
        if entry["source"] != "none":
            path = "quarters/%s.json" % entry["quarter"]
            audit, faults = read_named(files, path, entry["digest"], entry["label"] + "的核查结果")
            for fault in faults:
                yield fault
        audits.append(audit)
    counts = [
        None if audit is None else {row["key"]: row["count"] for table in audit["tables"] for row in table["rows"]}
        for audit in audits[:4]
    ]
    for number, entry in enumerate(annual["quarters"]):
        if counts[number] is not None and entry["total"] != sum(one or 0 for one in counts[number].values()):
            yield "%s记%s条，各栏目相加不是这个数" % (entry["label"], entry["total"])
    known, keys = 0, set()
    for table in annual["tables"]:
        of_table = 0
        for row in table["rows"]:
            where = "“%s”第%d行“%s”" % (table["title"], row["seq"], row["column"])
            keys.add(row["key"])
            for number, cell in enumerate(row["figures"]["cells"]):
                if counts[number] is not None and cell["count"] != counts[number].get(row["key"]):
                    yield "%s第%d季度记%s条，与该季度的核查结果不符" % (where, number + 1, cell["count"])
            cells = [cell["count"] for cell in row["figures"]["cells"] if cell["count"] is not None]
            if row["figures"]["total"] != (sum(cells) if cells else None):
                yield "%s全年记%s条，各季度相加是%d条" % (where, row["figures"]["total"], sum(cells))
            of_table += sum(cells)
        if (table["figures"]["total"] or 0) != of_table:
            yield "“%s”全年记%s条，各行相加是%d条" % (table["title"], table["figures"]["total"], of_table)
        known += of_table
    if (annual["figures"]["total"] or 0) != known:
        yield "全年记%s条，各表相加是%d条" % (annual["figures"]["total"], known)
    if sum(unit["figures"]["total"] or 0 for unit in annual["units"]) + (annual["shared"]["total"] or 0) != known:
        yield "各单位与共有栏目相加不等于全年的%d条" % known
    for key in sorted({key for one in counts if one for key in one} - keys):
        yield "栏目 %s 在季度的核查结果中，不在全年的表中" % key
    if not all(check["ok"] for check in annual["self_check"]):
        yield "年度汇总自带的自查没有全部通过"


def check_recheck(files, recheck):
    """A follow-up speaks of its circular's problems alone, its numbers are those of the items and problems listed."""
    audit, faults = read_named(files, "circular/audit.json", recheck["digest"], "原通报的核查结果")
    for fault in faults:
        yield fault
    if audit is None:
        return
    findings = {(one["rule"], one["unit"], one["column"], one["text"]) for one in audit["findings"]}
    rows = {(row["unit"], row["column"]): row for table in audit["tables"] for row in table["rows"]}
    pages, verdicts = json.loads(files["pages.json"].decode("utf-8")), ("done", "partly", "not-yet", "unknown")
    counted = {}
    for problem in recheck["problems"]:
        where = "%s“%s”的问题" % (problem["unit"], problem["column"])
        if problem["rule"] and (problem["rule"], problem["unit"], problem["column"], problem["text"]) not in findings:
            yield where + "不在原通报之中"
        if problem["after"] is not None and problem["after"] != len(problem["items"]):
            yield "%s记新增%d条，列出的是%d条" % (where, problem["after"], len(problem["items"]))
        row = rows.get((problem["unit"], problem["column"]))
        if row and problem["before"] is not None and problem["before"] != row["count"]:
            yield "%s记原有%d条，原通报是%s条" % (where, problem["before"], row["count"])
        if row and problem["items"] and not pages.get(row["key"]):
            yield where + "有新增的条目而没有网页存档"
        own = counted.setdefault(problem["unit"], dict.fromkeys(verdicts, 0))
        own[problem["verdict"]] += 1
    grades = {unit["name"]: unit["grade"] for unit in audit["units"]}
    for unit in recheck["units"]:
        own = counted.get(unit["name"], dict.fromkeys(verdicts, 0))
        if [unit[name.replace("-", "_")] for name in verdicts] != [own[name] for name in verdicts]:
            yield unit["name"] + "各类问题的个数与所列问题不符"
        if unit["problems"] != sum(own.values()):
            yield "%s记%d个问题，列出的是%d个" % (unit["name"], unit["problems"], sum(own.values()))
        if grades.get(unit["name"]) != unit["grade"]:
            yield unit["name"] + "的等次与原通报不符"
    opened = {page for problem in recheck["problems"] for page in problem["pages"]}
    for reference in sorted({page for named in pages.values() for page in named} | opened):
        fault = check_record(files, reference)
        if fault:
            yield fault
    if not all(check["ok"] for check in recheck["self_check"]):
        yield "回头看自带的自查没有全部通过"


def parts_of(name, paper):
    """What is to be checked of a paper: a city's rests on its members' audits, a year on those of its quarters."""
    if name == "audit.json":
        return (check_audit, check_members) if paper.get("members") else (check_chain, check_audit, check_records, check_looks)
    return {"annual.json": (check_annual,), "recheck.json": (check_chain, check_recheck)}[name]


def paper_of(files):
    """The name of the file that the package is about."""
    return json.loads(files[MANIFEST].decode("ascii")).get("paper", "audit.json")


def check(files):
    """All faults of a package, in words."""
    faults = list(check_files(files))
    try:
        manifest = json.loads(files[MANIFEST].decode("ascii"))
        name = paper_of(files)
        paper = json.loads(files[name].decode("utf-8"))
        if "sha256:" + sha256(files[name]) != manifest["audit_digest"]:
            faults.append("核查结果 %s 与目录所记的摘要不符" % name)
        for part in parts_of(name, paper):
            faults.extend(part(files, paper))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        faults.append("核查结果或存档链无法读取（%s）" % type(error).__name__)
    return faults


def told(files):
    """What was found to agree, in a sentence."""
    name = paper_of(files)
    paper = json.loads(files[name].decode("utf-8"))
    if name == "annual.json":
        rows = sum(len(table["rows"]) for table in paper["tables"])
        return "%s%d年度汇总：%d个文件未被改动；%d个栏目各季度的条数与各季度核查结果一致，全年各项合计重新算出，相符" % (
            paper["county"], paper["year"], len(files), rows,
        )
    if name == "recheck.json":
        return "%s%s回头看：%d个文件未被改动，存档链完整；%d个问题均见于原通报，%d个单位的数由所列问题和条目重新算出，相符" % (
            paper["county"], paper["quarter"], len(files), len(paper["problems"]), len(paper["units"]),
        )
    rows = sum(len(table["rows"]) for table in paper["tables"])
    whole = "各成员的核查结果相符" if paper.get("members") else "存档链完整"
    return "%s%s：%d个文件未被改动，%s；%d个栏目的条数、%d个单位的合计、总数%d条均由所列条目重新算出，相符" % (
        paper["county"], paper["quarter"], len(files), whole, rows, len(paper["units"]), paper["total"],
    )


def main(arguments):
    here = os.path.dirname(os.path.abspath(__file__))
    given = arguments[0] if arguments else here
    faults = []
    try:
        if os.path.isdir(given):
            files = read_folder(given)
        else:
            files, faults = read_zip(given)
    except OSError as error:
        print("读不到 %s：%s" % (given, error.strerror))
        return 2
    if not files and not faults:
        print("%s 里没有证据包" % given)
        return 2
    faults.extend(check(files) if files else [])
    for fault in faults:
        print(fault)
    if faults:
        print("发现%d处问题" % len(faults))
        return 1
    print(told(files))
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
