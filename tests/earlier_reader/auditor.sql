BEGIN TRANSACTION;
CREATE TABLE account (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	password VARCHAR NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	disabled BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
CREATE TABLE activity (
	id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	who VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	detail VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE api_token (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR NOT NULL, 
	used_at VARCHAR(27), 
	revoked_at VARCHAR(27), 
	PRIMARY KEY (id), 
	UNIQUE (name), 
	UNIQUE (digest)
);
CREATE TABLE apscheduler_jobs (
	id VARCHAR(191) NOT NULL, 
	next_run_time FLOAT, 
	job_state BLOB NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	county_id INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	digest VARCHAR NOT NULL, 
	json_text VARCHAR NOT NULL, basis JSON, evidence JSON, wording VARCHAR DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(county_id) REFERENCES county (id)
);
INSERT INTO "audit" VALUES(1,1,'2020Q1','2020-04-10T18:30:00.000000Z','sha256:8c2f377a7876f103952717d740c37b82707a6ab99d2e72eb97e6d5c3ad31d220','{
  "schema": 1,
  "county": "旧县",
  "quarter": "2020Q1",
  "period": [
    "2020-01-01",
    "2020-03-31"
  ],
  "state": "draft",
  "pack": {
    "id": "chongxin",
    "version": "2020.2",
    "title": "季度栏目更新核查三档评定",
    "grades": [
      {
        "id": "good",
        "label": "更新情况较好"
      },
      {
        "id": "partial",
        "label": "部分更新或信息公开不规范"
      },
      {
        "id": "late",
        "label": "更新不及时"
      }
    ],
    "layout": {
      "annexes": [
        "columns"
      ],
      "columns": [
        "seq",
        "column",
        "count",
        "owner",
        "remark"
      ],
      "unit_columns": [
        "seq",
        "unit",
        "columns",
        "due_columns",
        "updated",
        "rate",
        "total",
        "change",
        "grade",
        "rank"
      ],
      "problem_columns": [
        "seq",
        "unit",
        "column",
        "problem"
      ],
      "rectify_days": 10,
      "recheck_days": 20,
      "examples": 3,
      "landscape_from": 8,
      "sealed": false,
      "copies_to": "",
      "printer": "",
      "printed_on": null
    }
  },
  "total": 23,
  "tables": [
    {
      "id": "d",
      "title": "政府部门信息公开更新情况统计表",
      "total": 23,
      "rows": [
        {
          "seq": 1,
          "column": "通知公告",
          "unit": "财政局",
          "count": 3,
          "state": "counted",
          "due": true,
          "latest": "2020-03-20",
          "remark": "",
          "key": "/a/",
          "url": "http://127.0.0.1:34129/a/",
          "owned": true,
          "expect": 1,
          "exempt": "",
          "reason": "",
          "read_at": "2020-04-11T02:30:00+08:00",
          "read_back_to": "2019-10-30",
          "reached_end": true,
          "family": "general",
          "pages": [
            "run-000002.warc.gz#6c786019-9369-8ef1-aa57-000000000988"
          ],
          "proposed_count": 3,
          "previous_count": null,
          "items": [
            {
              "title": "关于第3项工作的通知",
              "url": "http://127.0.0.1:34129/x/3.html",
              "date": "2020-03-20",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988",
              "note": ""
            },
            {
              "title": "关于第2项工作的通知",
              "url": "http://127.0.0.1:34129/x/2.html",
              "date": "2020-02-11",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988",
              "note": ""
            },
            {
              "title": "关于第1项工作的通知",
              "url": "http://127.0.0.1:34129/x/1.html",
              "date": "2020-01-09",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988",
              "note": ""
            }
          ],
          "undated": [],
          "excluded": []
        },
        {
          "seq": 2,
          "column": "政策文件",
          "unit": "司法局",
          "count": 20,
          "state": "counted",
          "due": true,
          "latest": "2020-03-28",
          "remark": "",
          "key": "/b/",
          "url": "http://127.0.0.1:34129/b/",
          "owned": true,
          "expect": 1,
          "exempt": "",
          "reason": "",
          "read_at": "2020-04-11T02:30:00+08:00",
          "read_back_to": "2020-03-09",
          "reached_end": true,
          "family": "general",
          "pages": [
            "run-000002.warc.gz#62ea1988-a098-87e8-ac1b-000000000f09"
          ],
          "proposed_count": 20,
          "previous_count": null,
          "items": [
            {
              "title": "关于第100项工作的通知",
              "url": "http://127.0.0.1:34129/x/100.html",
              "date": "2020-03-28",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第101项工作的通知",
              "url": "http://127.0.0.1:34129/x/101.html",
              "date": "2020-03-27",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第102项工作的通知",
              "url": "http://127.0.0.1:34129/x/102.html",
              "date": "2020-03-26",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第103项工作的通知",
              "url": "http://127.0.0.1:34129/x/103.html",
              "date": "2020-03-25",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第104项工作的通知",
              "url": "http://127.0.0.1:34129/x/104.html",
              "date": "2020-03-24",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第105项工作的通知",
              "url": "http://127.0.0.1:34129/x/105.html",
              "date": "2020-03-23",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第106项工作的通知",
              "url": "http://127.0.0.1:34129/x/106.html",
              "date": "2020-03-22",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第107项工作的通知",
              "url": "http://127.0.0.1:34129/x/107.html",
              "date": "2020-03-21",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第108项工作的通知",
              "url": "http://127.0.0.1:34129/x/108.html",
              "date": "2020-03-20",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第109项工作的通知",
              "url": "http://127.0.0.1:34129/x/109.html",
              "date": "2020-03-19",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第110项工作的通知",
              "url": "http://127.0.0.1:34129/x/110.html",
              "date": "2020-03-18",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第111项工作的通知",
              "url": "http://127.0.0.1:34129/x/111.html",
              "date": "2020-03-17",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第112项工作的通知",
              "url": "http://127.0.0.1:34129/x/112.html",
              "date": "2020-03-16",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第113项工作的通知",
              "url": "http://127.0.0.1:34129/x/113.html",
              "date": "2020-03-15",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第114项工作的通知",
              "url": "http://127.0.0.1:34129/x/114.html",
              "date": "2020-03-14",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第115项工作的通知",
              "url": "http://127.0.0.1:34129/x/115.html",
              "date": "2020-03-13",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第116项工作的通知",
              "url": "http://127.0.0.1:34129/x/116.html",
              "date": "2020-03-12",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第117项工作的通知",
              "url": "http://127.0.0.1:34129/x/117.html",
              "date": "2020-03-11",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第118项工作的通知",
              "url": "http://127.0.0.1:34129/x/118.html",
              "date": "2020-03-10",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第119项工作的通知",
              "url": "http://127.0.0.1:34129/x/119.html",
              "date": "2020-03-09",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            }
          ],
          "undated": [],
          "excluded": []
        },
        {
          "seq": 3,
          "column": "规划计划",
          "unit": "发改局",
          "count": 0,
          "state": "counted",
          "due": true,
          "latest": null,
          "remark": "",
          "key": "/c/",
          "url": "http://127.0.0.1:34129/c/",
          "owned": true,
          "expect": 1,
          "exempt": "",
          "reason": "",
          "read_at": "2020-04-11T02:30:00+08:00",
          "read_back_to": "2019-04-01",
          "reached_end": false,
          "family": "general",
          "pages": [
            "run-000002.warc.gz#7ac9c843-1ecb-84bb-9fb2-00000000137f"
          ],
          "proposed_count": 0,
          "previous_count": null,
          "items": [],
          "undated": [],
          "excluded": []
        }
      ],
      "group": "政府部门",
      "unknown": 0
    }
  ],
  "units": [
    {
      "name": "财政局",
      "table": "d",
      "total": 3,
      "grade": "good",
      "proposed": "good",
      "reasons": [
        "本季度发布3条，最近一次更新是2020年3月20日",
        "应更新的栏目均已更新"
      ],
      "decision": null,
      "aliases": [],
      "score": null,
      "rank": null,
      "previous_total": null,
      "previous_grade": null
    },
    {
      "name": "司法局",
      "table": "d",
      "total": 20,
      "grade": "good",
      "proposed": "good",
      "reasons": [
        "本季度发布20条，最近一次更新是2020年3月28日",
        "应更新的栏目均已更新"
      ],
      "decision": null,
      "aliases": [],
      "score": null,
      "rank": null,
      "previous_total": null,
      "previous_grade": null
    },
    {
      "name": "发改局",
      "table": "d",
      "total": 0,
      "grade": "late",
      "proposed": "late",
      "reasons": [
        "本季度没有发布任何信息"
      ],
      "decision": null,
      "aliases": [],
      "score": null,
      "rank": null,
      "previous_total": null,
      "previous_grade": null
    }
  ],
  "findings": [
    {
      "rule": "due-column-short",
      "unit": "发改局",
      "column": "规划计划",
      "text": "发改局的“规划计划”栏目本季度应发布1条，实际0条，栏目最近一次更新是2019年9月1日",
      "items": [],
      "force": "print",
      "titles": [],
      "figures": {
        "number": 0,
        "expect": 1,
        "newest": "2019年9月1日",
        "unit": "发改局",
        "column": "规划计划",
        "example": "",
        "limit": 0,
        "period": "2020年第一季度"
      }
    }
  ],
  "self_check": [
    {
      "name": "合计等于各栏目之和",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "未能核查的栏目没有数量",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "数量等于所列信息",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "每个栏目恰好一行",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "每个单位恰好评价一次",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "单位合计等于所负责栏目之和",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "评价有理由、改动有记录",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "问题所指的单位和栏目存在",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "期间与起止日期一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "正文总数与表一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "名单个数与名称一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "附件合计等于各行之和",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "附件中的数量与核查结果一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "附件编号和名称",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "日期合理",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "文号和印发状态一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "百分比在范围之内",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "修改过的段落没有改动数量和名称",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "正文和附件与核查结果逐句逐格一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "Word 文件读回一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "网页文件读回一致",
      "ok": true,
      "detail": "一致"
    }
  ],
  "evidence": {
    "pages": 3,
    "archive": "run-000002.warc.gz",
    "digest": "sha256:20de4a26a812e991c9a0fb08b9b7d63dab65616b4fe8661d6bd537c80d33ae22",
    "crawled_from": "2020-04-11T02:30:00+08:00",
    "crawled_to": "2020-04-11T02:30:00+08:00"
  },
  "facts": {
    "portal": "旧县人民政府门户网站",
    "home": "http://127.0.0.1:34129/",
    "issuer": "旧县人民政府办公室",
    "inspector": "旧县人民政府办公室",
    "addressees": ""
  },
  "notes": [],
  "issue": null,
  "edits": []
}
','{"run": 2, "reading": 6, "reading_run": 2, "decision": 0, "edit": 0, "audit": 0, "circular": 0}','{"/a/": "json1:81fcc8ee9db4ca5760b2fc89fcbaf936fbda14860a030f912cb886f9c8178ffb", "/b/": "json1:f442f3d2c133cb13280b6d685ac63b78d617d7f0430d27b48883f6b817078113", "/c/": "json1:32ce2d206e2cb379d6623791be02b20833bbdb9c1f37dd2b290f52d9c6c48c9f", "\u8d22\u653f\u5c40": "json1:c2ed2a64a9c06021b28fc36fc721d087c0dabb02b5ec902e2ce8fe1548b30831", "\u53f8\u6cd5\u5c40": "json1:63077b120df4b4dcaffcb543b7cb2e94164de4d7c141f6ac0a628f8b2ebd6fe5", "\u53d1\u6539\u5c40": "json1:a7d3fade27fb48a742ef5585f433156e75e375442266ddf6e6fbf9ec6c4b77cf"}','');
CREATE TABLE circular (
	id INTEGER NOT NULL, 
	county_id INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	number VARCHAR, 
	issued_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	json_text VARCHAR NOT NULL, 
	wording VARCHAR NOT NULL, 
	supersedes INTEGER, basis JSON, 
	PRIMARY KEY (id), 
	FOREIGN KEY(county_id) REFERENCES county (id), 
	UNIQUE (county_id, number)
);
INSERT INTO "circular" VALUES(1,1,'2020Q1','旧政办发〔2020〕1号','2020-04-10T18:30:00.000000Z','王主任','sha256:3518936bd81f72dc0672219169a3b9d90c233df733d8058d1a63f2b1fdd27242','{
  "schema": 1,
  "county": "旧县",
  "quarter": "2020Q1",
  "period": [
    "2020-01-01",
    "2020-03-31"
  ],
  "state": "issued",
  "pack": {
    "id": "chongxin",
    "version": "2020.2",
    "title": "季度栏目更新核查三档评定",
    "grades": [
      {
        "id": "good",
        "label": "更新情况较好"
      },
      {
        "id": "partial",
        "label": "部分更新或信息公开不规范"
      },
      {
        "id": "late",
        "label": "更新不及时"
      }
    ],
    "layout": {
      "annexes": [
        "columns"
      ],
      "columns": [
        "seq",
        "column",
        "count",
        "owner",
        "remark"
      ],
      "unit_columns": [
        "seq",
        "unit",
        "columns",
        "due_columns",
        "updated",
        "rate",
        "total",
        "change",
        "grade",
        "rank"
      ],
      "problem_columns": [
        "seq",
        "unit",
        "column",
        "problem"
      ],
      "rectify_days": 10,
      "recheck_days": 20,
      "examples": 3,
      "landscape_from": 8,
      "sealed": false,
      "copies_to": "",
      "printer": "",
      "printed_on": null
    }
  },
  "total": 23,
  "tables": [
    {
      "id": "d",
      "title": "政府部门信息公开更新情况统计表",
      "total": 23,
      "rows": [
        {
          "seq": 1,
          "column": "通知公告",
          "unit": "财政局",
          "count": 3,
          "state": "counted",
          "due": true,
          "latest": "2020-03-20",
          "remark": "",
          "key": "/a/",
          "url": "http://127.0.0.1:34129/a/",
          "owned": true,
          "expect": 1,
          "exempt": "",
          "reason": "",
          "read_at": "2020-04-11T02:30:00+08:00",
          "read_back_to": "2019-10-30",
          "reached_end": true,
          "family": "general",
          "pages": [
            "run-000002.warc.gz#6c786019-9369-8ef1-aa57-000000000988"
          ],
          "proposed_count": 3,
          "previous_count": null,
          "items": [
            {
              "title": "关于第3项工作的通知",
              "url": "http://127.0.0.1:34129/x/3.html",
              "date": "2020-03-20",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988",
              "note": ""
            },
            {
              "title": "关于第2项工作的通知",
              "url": "http://127.0.0.1:34129/x/2.html",
              "date": "2020-02-11",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988",
              "note": ""
            },
            {
              "title": "关于第1项工作的通知",
              "url": "http://127.0.0.1:34129/x/1.html",
              "date": "2020-01-09",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988",
              "note": ""
            }
          ],
          "undated": [],
          "excluded": []
        },
        {
          "seq": 2,
          "column": "政策文件",
          "unit": "司法局",
          "count": 20,
          "state": "counted",
          "due": true,
          "latest": "2020-03-28",
          "remark": "",
          "key": "/b/",
          "url": "http://127.0.0.1:34129/b/",
          "owned": true,
          "expect": 1,
          "exempt": "",
          "reason": "",
          "read_at": "2020-04-11T02:30:00+08:00",
          "read_back_to": "2020-03-09",
          "reached_end": true,
          "family": "general",
          "pages": [
            "run-000002.warc.gz#62ea1988-a098-87e8-ac1b-000000000f09"
          ],
          "proposed_count": 20,
          "previous_count": null,
          "items": [
            {
              "title": "关于第100项工作的通知",
              "url": "http://127.0.0.1:34129/x/100.html",
              "date": "2020-03-28",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第101项工作的通知",
              "url": "http://127.0.0.1:34129/x/101.html",
              "date": "2020-03-27",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第102项工作的通知",
              "url": "http://127.0.0.1:34129/x/102.html",
              "date": "2020-03-26",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第103项工作的通知",
              "url": "http://127.0.0.1:34129/x/103.html",
              "date": "2020-03-25",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第104项工作的通知",
              "url": "http://127.0.0.1:34129/x/104.html",
              "date": "2020-03-24",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第105项工作的通知",
              "url": "http://127.0.0.1:34129/x/105.html",
              "date": "2020-03-23",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第106项工作的通知",
              "url": "http://127.0.0.1:34129/x/106.html",
              "date": "2020-03-22",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第107项工作的通知",
              "url": "http://127.0.0.1:34129/x/107.html",
              "date": "2020-03-21",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第108项工作的通知",
              "url": "http://127.0.0.1:34129/x/108.html",
              "date": "2020-03-20",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第109项工作的通知",
              "url": "http://127.0.0.1:34129/x/109.html",
              "date": "2020-03-19",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第110项工作的通知",
              "url": "http://127.0.0.1:34129/x/110.html",
              "date": "2020-03-18",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第111项工作的通知",
              "url": "http://127.0.0.1:34129/x/111.html",
              "date": "2020-03-17",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第112项工作的通知",
              "url": "http://127.0.0.1:34129/x/112.html",
              "date": "2020-03-16",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第113项工作的通知",
              "url": "http://127.0.0.1:34129/x/113.html",
              "date": "2020-03-15",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第114项工作的通知",
              "url": "http://127.0.0.1:34129/x/114.html",
              "date": "2020-03-14",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第115项工作的通知",
              "url": "http://127.0.0.1:34129/x/115.html",
              "date": "2020-03-13",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第116项工作的通知",
              "url": "http://127.0.0.1:34129/x/116.html",
              "date": "2020-03-12",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第117项工作的通知",
              "url": "http://127.0.0.1:34129/x/117.html",
              "date": "2020-03-11",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第118项工作的通知",
              "url": "http://127.0.0.1:34129/x/118.html",
              "date": "2020-03-10",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            },
            {
              "title": "关于第119项工作的通知",
              "url": "http://127.0.0.1:34129/x/119.html",
              "date": "2020-03-09",
              "date_from": "list",
              "first_seen": "2020-04-10T02:30:00+08:00",
              "page": "run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34",
              "note": ""
            }
          ],
          "undated": [],
          "excluded": []
        },
        {
          "seq": 3,
          "column": "规划计划",
          "unit": "发改局",
          "count": 0,
          "state": "counted",
          "due": true,
          "latest": null,
          "remark": "",
          "key": "/c/",
          "url": "http://127.0.0.1:34129/c/",
          "owned": true,
          "expect": 1,
          "exempt": "",
          "reason": "",
          "read_at": "2020-04-11T02:30:00+08:00",
          "read_back_to": "2019-04-01",
          "reached_end": false,
          "family": "general",
          "pages": [
            "run-000002.warc.gz#7ac9c843-1ecb-84bb-9fb2-00000000137f"
          ],
          "proposed_count": 0,
          "previous_count": null,
          "items": [],
          "undated": [],
          "excluded": []
        }
      ],
      "group": "政府部门",
      "unknown": 0
    }
  ],
  "units": [
    {
      "name": "财政局",
      "table": "d",
      "total": 3,
      "grade": "good",
      "proposed": "good",
      "reasons": [
        "本季度发布3条，最近一次更新是2020年3月20日",
        "应更新的栏目均已更新"
      ],
      "decision": null,
      "aliases": [],
      "score": null,
      "rank": null,
      "previous_total": null,
      "previous_grade": null
    },
    {
      "name": "司法局",
      "table": "d",
      "total": 20,
      "grade": "good",
      "proposed": "good",
      "reasons": [
        "本季度发布20条，最近一次更新是2020年3月28日",
        "应更新的栏目均已更新"
      ],
      "decision": null,
      "aliases": [],
      "score": null,
      "rank": null,
      "previous_total": null,
      "previous_grade": null
    },
    {
      "name": "发改局",
      "table": "d",
      "total": 0,
      "grade": "late",
      "proposed": "late",
      "reasons": [
        "本季度没有发布任何信息"
      ],
      "decision": null,
      "aliases": [],
      "score": null,
      "rank": null,
      "previous_total": null,
      "previous_grade": null
    }
  ],
  "findings": [
    {
      "rule": "due-column-short",
      "unit": "发改局",
      "column": "规划计划",
      "text": "发改局的“规划计划”栏目本季度应发布1条，实际0条，栏目最近一次更新是2019年9月1日",
      "items": [],
      "force": "print",
      "titles": [],
      "figures": {
        "number": 0,
        "expect": 1,
        "newest": "2019年9月1日",
        "unit": "发改局",
        "column": "规划计划",
        "example": "",
        "limit": 0,
        "period": "2020年第一季度"
      }
    }
  ],
  "self_check": [
    {
      "name": "合计等于各栏目之和",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "未能核查的栏目没有数量",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "数量等于所列信息",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "每个栏目恰好一行",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "每个单位恰好评价一次",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "单位合计等于所负责栏目之和",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "评价有理由、改动有记录",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "问题所指的单位和栏目存在",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "期间与起止日期一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "正文总数与表一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "名单个数与名称一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "附件合计等于各行之和",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "附件中的数量与核查结果一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "附件编号和名称",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "日期合理",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "文号和印发状态一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "百分比在范围之内",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "修改过的段落没有改动数量和名称",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "正文和附件与核查结果逐句逐格一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "Word 文件读回一致",
      "ok": true,
      "detail": "一致"
    },
    {
      "name": "网页文件读回一致",
      "ok": true,
      "detail": "一致"
    }
  ],
  "evidence": {
    "pages": 3,
    "archive": "run-000002.warc.gz",
    "digest": "sha256:20de4a26a812e991c9a0fb08b9b7d63dab65616b4fe8661d6bd537c80d33ae22",
    "crawled_from": "2020-04-11T02:30:00+08:00",
    "crawled_to": "2020-04-11T02:30:00+08:00"
  },
  "facts": {
    "portal": "旧县人民政府门户网站",
    "home": "http://127.0.0.1:34129/",
    "issuer": "旧县人民政府办公室",
    "inspector": "旧县人民政府办公室",
    "addressees": ""
  },
  "notes": [],
  "issue": {
    "number": "旧政办发〔2020〕1号",
    "date": "2020-04-16",
    "by": "王主任",
    "supersedes": ""
  },
  "edits": []
}
','{#
  通报文稿。改动措辞只需改这一个文件（放进本单位的文稿文件夹即可，不必改动程序自带的这一份）。

  写法：一行就是一段。行首标记——
    # 一级标题（一、）    ## 二级标题（（一））    ### 三级标题（1.）    > 说明文字
    @名称 内容            版头、落款、附件名称等字段
    **文字**              段首加粗
  双花括号中的名称由核查结果填入；写错名称、加粗标记不成对、行首标记不认识，都会停下并指出是哪一行。
  百分号标签（if、for 等）单独占一行。

  可用的名称：
    county portal home issuer inspector addressees      县名、网站、网址、发文机关、核查机关、主送机关
    period.label period.short_label period.first period.last   期间：2020年第一季度、第一季度、首日、末日
    checked         核查日期（如 2020年4月9日至4月10日；没有记录时为空）
    unit_count column_count known_count unknown_count shared_count   参评单位数、栏目数、可核查数、未能核查数、不归属单一单位的栏目数
    total groups    合计；各组（name、total、column_count、known_count）
    grades          各等次（id、label、ordinal、count、names）；只含有单位的等次
    pending         待核实（count、names）
    unknown         未能核查的栏目（column、owner、state）
    problems        问题（rule、ordinal、count、unit_count、column_count、units、examples、is_partial）
    rectify_by recheck_on deadlines_provisional   整改期限、复查日期、是否因节假日安排未公布而为暂定
    signed_on is_draft   成文日期、是否为草稿
    annexes         附件（kind：columns、units、problems；title、unknown）
#}
{# ---- 各类问题的提法。引号前是规则编号；本单位规则中自定的编号可照样加行。 ---- #}
{% set problem_titles = {
  "due-column-short": "应更新栏目未按要求更新",
  "blank-column": "存在空白栏目",
  "late-publication": "信息公开超过规定时限",
  "stale-column": "栏目长期不更新",
  "burst": "信息集中突击发布",
  "back-dated": "信息标注日期与实际上线时间不符",
  "vanished": "已公开信息无法查到",
  "misfiled-news": "工作动态混入公开栏目",
  "repost-only": "以转载代替本级解读",
  "policy-without-interpretation": "政策文件缺少解读",
  "duplicate": "信息重复发布",
  "missing-catalogue-field": "目录要素填写不全",
  "garbled-text": "页面文字存在乱码",
  "undated": "信息未标注发布日期",
  "consecutive-zero": "连续多期没有更新",
  "late-again": "连续多期评价结果处于末档",
} %}
{# ---- 各类问题对应的要求。没有发现的问题，不提要求。 ---- #}
{% set requirements = {
  "due-column-short": ["补齐应更新内容", "对本期应更新而未更新的栏目，责任单位应逐个核对公开事项，及时补充发布；确无内容可公开的，应书面说明理由并报备。"],
  "blank-column": ["消除空白栏目", "尽快为空白栏目补充内容；已无存在必要的，按程序申请归并或者下线，不得长期空置。"],
  "late-publication": ["把好公开时限", "信息形成或者变更后应在二十个工作日内公开，法律法规另有规定的从其规定；科室办文时同步提出公开意见。"],
  "stale-column": ["建立更新台账", "按栏目列明更新周期和经办人，临期提醒、到期销号，防止栏目长期停更。"],
  "burst": ["做到随产生随公开", "均衡安排日常发布，不得在期末集中补发应付核查。"],
  "back-dated": ["如实标注日期", "发布日期以实际上线时间为准，历史信息补录的应注明补录，不得倒填日期。"],
  "vanished": ["规范信息撤稿", "已公开的信息不得擅自删除，确需撤下或者变更的，应留存审批记录并说明去向。"],
  "misfiled-news": ["分清栏目属性", "工作动态发布到动态类栏目，公开栏目只发布目录规定的内容，并将错放的信息移至正确栏目。"],
  "repost-only": ["加强本级解读", "对本级制发的政策文件自行编写解读材料，转载上级内容不计为本级解读。"],
  "policy-without-interpretation": ["落实解读同步", "政策文件与解读材料一并起草、一并报审、一并公开，并在网页上相互链接。"],
  "duplicate": ["清理重复信息", "同一信息在同一栏目只保留一条，发布前先行检索核对。"],
  "missing-catalogue-field": ["完善目录要素", "补全索引号、发布机构、成文日期等要素，今后要素不全的不予上线。"],
  "garbled-text": ["提高发布质量", "发布后当即打开页面复看，及时更正乱码和排版错误。"],
  "undated": ["标明发布日期", "列表和正文均应显示发布日期，缺少日期的信息逐条补正。"],
  "consecutive-zero": ["重点督办连续未更新单位", "主要负责人应亲自过问，查明连续未更新的原因，明确专人限期改正。"],
  "late-again": ["扭转连续落后局面", "连续两期以上处于末档的单位应向核查单位书面说明情况和整改措施，并由分管负责人逐月督促落实。"],
} %}
@发文机关标志 {{ issuer }}文件
@标题 {{ issuer }}关于{{ period.label }}政府信息公开栏目更新情况的通报
@主送机关 {{ addressees or "各有关单位" }}：
@署名 {{ issuer }}
{% if is_draft %}
@草稿标记 （核查稿，尚未审签印发，内容以正式印发文本为准）
{% endif %}
{# ---- 正文 ---- #}
为掌握{{ portal }}公开栏目的日常维护情况，{{ inspector }}{% if checked %}于{{ checked }}{% endif %}对{{ unit_count }}个单位和{{ column_count }}个栏目在{{ period.first }}至{{ period.last }}期间的信息更新情况进行了核查。现将结果通报如下：
# 一、总体情况
{% if known_count == 0 %}
本次核查的{{ column_count }}个栏目均未能核查，公开信息数量无从统计，暂不对各单位作出评价。
{% else %}
{{ period.label }}，能够核查的{{ known_count }}个栏目共公开信息{{ total }}条{% if groups|length > 1 %}，其中{% for group in groups %}{{ group.name }}{% if group.known_count %}{{ group.known_count }}个栏目{{ group.total }}条{% else %}的栏目均未能核查{% endif %}{{ "，" if not loop.last else "" }}{% endfor %}{% endif %}。各栏目数量见附件。
{% endif %}
{% if unknown_count and known_count %}
另有{{ unknown_count }}个栏目未能核查，数量未知，未计入上述合计，也未按没有更新处理：{% for one in unknown %}{{ one.column }}（{% if one.owner %}{{ one.owner }}，{% endif %}{{ one.state }}）{{ "、" if not loop.last else "" }}{% endfor %}。
{% endif %}
{% if shared_count %}
不归属单一单位的{{ shared_count }}个栏目只统计数量，不参与单位评价。
{% endif %}
{% for grade in grades %}
## （{{ grade.ordinal }}）{{ grade.label }}的单位（{{ grade.count }}个）
{{ grade.names }}。
{% endfor %}
{% if pending.count %}
上述{{ pending.count }}个待核实单位因现有证据不足以作出评价，须经复核后另行认定，在此之前不作好差结论。
{% endif %}
{% if problems %}
# 二、存在问题
{% for problem in problems %}
**{{ problem.ordinal }}是{{ problem_titles.get(problem.rule, "存在其他不规范情形") }}。**涉及{{ problem.unit_count }}个单位{% if problem.column_count %}、{{ problem.column_count }}个栏目{% endif %}{% if problem.count > 1 %}，共{{ problem.count }}处{% endif %}。{% if problem.is_partial %}例如：{% else %}具体是：{% endif %}{{ problem.examples }}。
{% endfor %}
{% endif %}
{% if problems or unknown_count or pending.count %}
# {{ "三" if problems else "二" }}、工作要求
{% if problems %}
请存在上述问题的单位逐条对照整改，于{{ rectify_by }}前完成，并将整改结果书面报送{{ inspector }}。{{ inspector }}将于{{ recheck_on }}进行复查，复查结果另行通报。{% if deadlines_provisional %}上述日期遇国家公布的节假日安排有变动的，相应顺延。{% endif %}
{% for problem in problems %}
{% set advice = requirements.get(problem.rule, ["逐项核实改正", "有关单位应按照本单位公开制度的规定，核实具体情形并予以改正。"]) %}
**{{ problem.ordinal }}要{{ advice[0] }}。**{{ advice[1] }}
{% endfor %}
{% endif %}
{% if unknown_count or pending.count %}
{% if problems %}此外，{% endif %}{{ inspector }}将于{{ recheck_on }}前对未能核查的栏目和待核实的单位重新核查，有关单位应予配合，并确保栏目能够正常访问。
{% endif %}
{% endif %}
特此通报。
{# ---- 附件名称与注 ---- #}
{% for annex in annexes %}
{% if annex.kind == "columns" %}
@附件 {{ county }}{{ period.label }}{{ annex.title }}
{% elif annex.kind == "units" %}
@附件 {{ county }}{{ period.label }}各单位信息公开更新情况一览表
@注 更新率为已更新栏目占应更新栏目的比例，保留一位小数；应更新栏目中有未能核查的，不计算更新率。
{% if unknown_count %}
@注 公开数量未能核查的单位，其数量未计入合计。
{% endif %}
{% if shared_count %}
@注 不归属单一单位的{{ shared_count }}个栏目不在本表之内。
{% endif %}
{% else %}
@附件 {{ county }}{{ period.label }}信息公开问题清单
{% endif %}
{% if annex.unknown %}
@合计备注 {{ annex.unknown }}个栏目未能核查，未计入合计
{% endif %}
{% endfor %}
{# ---- 表头 ---- #}
@列(seq) 序号
@列(column) 栏目
@列(count) {{ period.short_label }}公开数量
@列(owner) 责任单位
@列(remark) 备注
@列(latest) 最后更新日期
@列(due) 是否应更新
@列(expect) 应更新数量
@列(state) 核查状态
@列(previous) 上期数量
@列(change) 较上期增减
@列(unit) 单位
@列(group) 类别
@列(columns) 栏目数
@列(due_columns) 应更新栏目数
@列(updated) 已更新栏目数
@列(unknown) 未能核查栏目数
@列(rate) 更新率
@列(total) 公开数量
@列(grade) 评价结果
@列(score) 得分
@列(rank) 排名
@列(problem) 问题描述
@列(example) 涉及信息
{# ---- 表内用词 ---- #}
@词(total) 合计
@词(unknown) 未能核查
@词(yes) 是
@词(no) 否
@词(exempt) 免更新：
',NULL,'{"run": 2, "reading": 6, "reading_run": 2, "decision": 0, "edit": 0, "audit": 0, "circular": 0}');
CREATE TABLE column_pass (
	id INTEGER NOT NULL, 
	run_id INTEGER NOT NULL, 
	column_id INTEGER NOT NULL, 
	read_at VARCHAR(27) NOT NULL, 
	state VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	read_back_to DATE, 
	reached_end BOOLEAN NOT NULL, 
	total_stated INTEGER, 
	family VARCHAR NOT NULL, 
	pages JSON NOT NULL, 
	requests INTEGER NOT NULL, 
	entry JSON, 
	validators JSON NOT NULL, 
	entry_record VARCHAR NOT NULL, 
	first_digest VARCHAR NOT NULL, 
	is_unchanged BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(column_id) REFERENCES disclosure_column (id), 
	FOREIGN KEY(run_id) REFERENCES run (id), 
	UNIQUE (run_id, column_id)
);
INSERT INTO "column_pass" VALUES(1,1,1,'2020-04-09T18:30:00.000000Z','counted','','2019-10-30',1,NULL,'general','["run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988"]',1,'{"url": "http://127.0.0.1:34129/a/", "method": "GET", "content_type": "application/x-www-form-urlencoded; charset=UTF-8"}','[["Etag", "\"1\""]]','run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988','e4a59bfe55ec6535f788782f83cfc675df6e9e650651c789bdd705ae89c2d4e7',0);
INSERT INTO "column_pass" VALUES(2,1,2,'2020-04-09T18:30:00.000000Z','counted','','2020-03-09',1,NULL,'general','["run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34"]',1,'{"url": "http://127.0.0.1:34129/b/", "method": "GET", "content_type": "application/x-www-form-urlencoded; charset=UTF-8"}','[["Etag", "\"1\""]]','run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','7e259b42adb3bb0d32d09d8fe227a06d721c6c4465f8dd588150ccc25c701c56',0);
INSERT INTO "column_pass" VALUES(3,1,3,'2020-04-09T18:30:00.000000Z','counted','','2019-04-01',0,NULL,'general','["run-000001.warc.gz#5c520c8e-508a-8cd3-9d2d-000000001450"]',1,'{"url": "http://127.0.0.1:34129/c/", "method": "GET", "content_type": "application/x-www-form-urlencoded; charset=UTF-8"}','[["Etag", "\"1\""]]','run-000001.warc.gz#5c520c8e-508a-8cd3-9d2d-000000001450','c4b5a5d5231e0b3410e4b2f1bd7c3999b0b19445d5e8b913ff03a272635228e1',0);
INSERT INTO "column_pass" VALUES(4,2,1,'2020-04-10T18:30:00.000000Z','counted','','2019-10-30',1,NULL,'general','["run-000002.warc.gz#6c786019-9369-8ef1-aa57-000000000988"]',1,'{"url": "http://127.0.0.1:34129/a/", "method": "GET", "content_type": "application/x-www-form-urlencoded; charset=UTF-8"}','[["Etag", "\"1\""]]','run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988','e4a59bfe55ec6535f788782f83cfc675df6e9e650651c789bdd705ae89c2d4e7',1);
INSERT INTO "column_pass" VALUES(5,2,2,'2020-04-10T18:30:00.000000Z','counted','','2020-03-09',1,NULL,'general','["run-000002.warc.gz#62ea1988-a098-87e8-ac1b-000000000f09"]',1,'{"url": "http://127.0.0.1:34129/b/", "method": "GET", "content_type": "application/x-www-form-urlencoded; charset=UTF-8"}','[["Etag", "\"1\""]]','run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','7e259b42adb3bb0d32d09d8fe227a06d721c6c4465f8dd588150ccc25c701c56',1);
INSERT INTO "column_pass" VALUES(6,2,3,'2020-04-10T18:30:00.000000Z','counted','','2019-04-01',0,NULL,'general','["run-000002.warc.gz#7ac9c843-1ecb-84bb-9fb2-00000000137f"]',1,'{"url": "http://127.0.0.1:34129/c/", "method": "GET", "content_type": "application/x-www-form-urlencoded; charset=UTF-8"}','[["Etag", "\"1\""]]','run-000001.warc.gz#5c520c8e-508a-8cd3-9d2d-000000001450','c4b5a5d5231e0b3410e4b2f1bd7c3999b0b19445d5e8b913ff03a272635228e1',1);
CREATE TABLE county (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "county" VALUES(1,'旧县');
CREATE TABLE decision (
	id INTEGER NOT NULL, 
	county_id INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	column_key VARCHAR NOT NULL, 
	item VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	evidence VARCHAR NOT NULL, 
	withdrawn BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(county_id) REFERENCES county (id)
);
CREATE TABLE disclosure_column (
	id INTEGER NOT NULL, 
	county_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(county_id) REFERENCES county (id), 
	UNIQUE (county_id, "key")
);
INSERT INTO "disclosure_column" VALUES(1,1,'/a/','通知公告');
INSERT INTO "disclosure_column" VALUES(2,1,'/b/','政策文件');
INSERT INTO "disclosure_column" VALUES(3,1,'/c/','规划计划');
CREATE TABLE edit (
	id INTEGER NOT NULL, 
	county_id INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	original VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(county_id) REFERENCES county (id)
);
CREATE TABLE item (
	id INTEGER NOT NULL, 
	column_id INTEGER NOT NULL, 
	item_key VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	href VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	listed DATE, 
	published DATE, 
	published_from VARCHAR, 
	note VARCHAR NOT NULL, 
	pinned BOOLEAN NOT NULL, 
	quarter INTEGER, 
	page VARCHAR NOT NULL, 
	first_seen VARCHAR(27) NOT NULL, 
	absent_at VARCHAR(27), 
	last_seen VARCHAR(27) NOT NULL, 
	gone_at VARCHAR(27), 
	article JSON, 
	PRIMARY KEY (id), 
	FOREIGN KEY(column_id) REFERENCES disclosure_column (id), 
	UNIQUE (column_id, item_key)
);
INSERT INTO "item" VALUES(1,1,'/x/3.html','关于第3项工作的通知','/x/3.html','http://127.0.0.1:34129/x/3.html','2020-03-20','2020-03-20','list','',0,8080,'run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(2,1,'/x/2.html','关于第2项工作的通知','/x/2.html','http://127.0.0.1:34129/x/2.html','2020-02-11','2020-02-11','list','',0,8080,'run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(3,1,'/x/1.html','关于第1项工作的通知','/x/1.html','http://127.0.0.1:34129/x/1.html','2020-01-09','2020-01-09','list','',0,8080,'run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(4,1,'/x/0.html','关于第0项工作的通知','/x/0.html','http://127.0.0.1:34129/x/0.html','2019-12-30','2019-12-30','list','',0,8079,'run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(5,1,'/x/90.html','关于第90项工作的通知','/x/90.html','http://127.0.0.1:34129/x/90.html','2019-11-30','2019-11-30','list','',0,8079,'run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(6,1,'/x/91.html','关于第91项工作的通知','/x/91.html','http://127.0.0.1:34129/x/91.html','2019-10-30','2019-10-30','list','',0,8079,'run-000001.warc.gz#89d02721-762e-8f44-b1ae-000000000988','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(7,2,'/x/100.html','关于第100项工作的通知','/x/100.html','http://127.0.0.1:34129/x/100.html','2020-03-28','2020-03-28','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(8,2,'/x/101.html','关于第101项工作的通知','/x/101.html','http://127.0.0.1:34129/x/101.html','2020-03-27','2020-03-27','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(9,2,'/x/102.html','关于第102项工作的通知','/x/102.html','http://127.0.0.1:34129/x/102.html','2020-03-26','2020-03-26','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(10,2,'/x/103.html','关于第103项工作的通知','/x/103.html','http://127.0.0.1:34129/x/103.html','2020-03-25','2020-03-25','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(11,2,'/x/104.html','关于第104项工作的通知','/x/104.html','http://127.0.0.1:34129/x/104.html','2020-03-24','2020-03-24','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(12,2,'/x/105.html','关于第105项工作的通知','/x/105.html','http://127.0.0.1:34129/x/105.html','2020-03-23','2020-03-23','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(13,2,'/x/106.html','关于第106项工作的通知','/x/106.html','http://127.0.0.1:34129/x/106.html','2020-03-22','2020-03-22','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(14,2,'/x/107.html','关于第107项工作的通知','/x/107.html','http://127.0.0.1:34129/x/107.html','2020-03-21','2020-03-21','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(15,2,'/x/108.html','关于第108项工作的通知','/x/108.html','http://127.0.0.1:34129/x/108.html','2020-03-20','2020-03-20','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(16,2,'/x/109.html','关于第109项工作的通知','/x/109.html','http://127.0.0.1:34129/x/109.html','2020-03-19','2020-03-19','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(17,2,'/x/110.html','关于第110项工作的通知','/x/110.html','http://127.0.0.1:34129/x/110.html','2020-03-18','2020-03-18','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(18,2,'/x/111.html','关于第111项工作的通知','/x/111.html','http://127.0.0.1:34129/x/111.html','2020-03-17','2020-03-17','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(19,2,'/x/112.html','关于第112项工作的通知','/x/112.html','http://127.0.0.1:34129/x/112.html','2020-03-16','2020-03-16','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(20,2,'/x/113.html','关于第113项工作的通知','/x/113.html','http://127.0.0.1:34129/x/113.html','2020-03-15','2020-03-15','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(21,2,'/x/114.html','关于第114项工作的通知','/x/114.html','http://127.0.0.1:34129/x/114.html','2020-03-14','2020-03-14','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(22,2,'/x/115.html','关于第115项工作的通知','/x/115.html','http://127.0.0.1:34129/x/115.html','2020-03-13','2020-03-13','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(23,2,'/x/116.html','关于第116项工作的通知','/x/116.html','http://127.0.0.1:34129/x/116.html','2020-03-12','2020-03-12','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(24,2,'/x/117.html','关于第117项工作的通知','/x/117.html','http://127.0.0.1:34129/x/117.html','2020-03-11','2020-03-11','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(25,2,'/x/118.html','关于第118项工作的通知','/x/118.html','http://127.0.0.1:34129/x/118.html','2020-03-10','2020-03-10','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(26,2,'/x/119.html','关于第119项工作的通知','/x/119.html','http://127.0.0.1:34129/x/119.html','2020-03-09','2020-03-09','list','',0,8080,'run-000001.warc.gz#f161df42-c2d9-81f1-b2f2-000000000f34','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(27,3,'/x/200.html','关于第200项工作的通知','/x/200.html','http://127.0.0.1:34129/x/200.html','2019-09-01','2019-09-01','list','',0,8078,'run-000001.warc.gz#5c520c8e-508a-8cd3-9d2d-000000001450','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(28,3,'/x/201.html','关于第201项工作的通知','/x/201.html','http://127.0.0.1:34129/x/201.html','2019-08-01','2019-08-01','list','',0,8078,'run-000001.warc.gz#5c520c8e-508a-8cd3-9d2d-000000001450','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(29,3,'/x/202.html','关于第202项工作的通知','/x/202.html','http://127.0.0.1:34129/x/202.html','2019-07-01','2019-07-01','list','',0,8078,'run-000001.warc.gz#5c520c8e-508a-8cd3-9d2d-000000001450','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(30,3,'/x/203.html','关于第203项工作的通知','/x/203.html','http://127.0.0.1:34129/x/203.html','2019-06-01','2019-06-01','list','',0,8077,'run-000001.warc.gz#5c520c8e-508a-8cd3-9d2d-000000001450','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(31,3,'/x/204.html','关于第204项工作的通知','/x/204.html','http://127.0.0.1:34129/x/204.html','2019-05-01','2019-05-01','list','',0,8077,'run-000001.warc.gz#5c520c8e-508a-8cd3-9d2d-000000001450','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
INSERT INTO "item" VALUES(32,3,'/x/205.html','关于第205项工作的通知','/x/205.html','http://127.0.0.1:34129/x/205.html','2019-04-01','2019-04-01','list','',0,8077,'run-000001.warc.gz#5c520c8e-508a-8cd3-9d2d-000000001450','2020-04-09T18:30:00.000000Z',NULL,'2020-04-10T18:30:00.000000Z',NULL,NULL);
CREATE TABLE item_change (
	id INTEGER NOT NULL, 
	column_id INTEGER NOT NULL, 
	item_key VARCHAR NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	field VARCHAR NOT NULL, 
	"before" VARCHAR NOT NULL, 
	"after" VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(column_id) REFERENCES disclosure_column (id)
);
CREATE TABLE lease (
	name VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	until VARCHAR(27) NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE login_attempt (
	id INTEGER NOT NULL, 
	subject VARCHAR NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE notice (
	id INTEGER NOT NULL, 
	event VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	county VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	made_at VARCHAR(27) NOT NULL, 
	state VARCHAR NOT NULL, 
	next_at VARCHAR(27), 
	attempts INTEGER NOT NULL, 
	sent_at VARCHAR(27), 
	error VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (event, channel)
);
CREATE TABLE run (
	id INTEGER NOT NULL, 
	county_id INTEGER NOT NULL, 
	started_at VARCHAR(27) NOT NULL, 
	finished_at VARCHAR(27), 
	since DATE NOT NULL, 
	thorough BOOLEAN NOT NULL, 
	archive VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	continues INTEGER, 
	requests INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(county_id) REFERENCES county (id)
);
INSERT INTO "run" VALUES(1,1,'2020-04-09T18:30:00.000000Z','2020-04-09T18:30:00.000000Z','2020-01-01',1,'run-000001.warc.gz','sha256:23c7f0bebab4582775aa61448d6666f8c7aa35bc68b4adcc71628a0e3ca8c2e7',NULL,5);
INSERT INTO "run" VALUES(2,1,'2020-04-10T18:30:00.000000Z','2020-04-10T18:30:00.000000Z','2020-01-01',1,'run-000002.warc.gz','sha256:20de4a26a812e991c9a0fb08b9b7d63dab65616b4fe8661d6bd537c80d33ae22',NULL,5);
CREATE TABLE task (
	id INTEGER NOT NULL, 
	county_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	period VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	due_at VARCHAR(27) NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	next_at VARCHAR(27), 
	attempts INTEGER NOT NULL, 
	note VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(county_id) REFERENCES county (id), 
	UNIQUE (county_id, kind, period)
);
CREATE TABLE web_session (
	digest VARCHAR NOT NULL, 
	account_id INTEGER NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	used_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (digest), 
	FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE INDEX ix_audit_period ON audit (county_id, period, id);
CREATE INDEX ix_circular_period ON circular (county_id, period, id);
CREATE INDEX ix_decision_period ON decision (county_id, period, id);
CREATE INDEX ix_run_county_id ON run (county_id);
CREATE INDEX ix_pass_column ON column_pass (column_id, id);
CREATE INDEX ix_item_count ON item (column_id, quarter);
CREATE INDEX ix_item_quarter ON item (quarter, column_id);
CREATE INDEX ix_item_change_column_id ON item_change (column_id);
CREATE INDEX ix_edit_period ON edit (county_id, period, id);
CREATE INDEX ix_web_session_account_id ON web_session (account_id);
CREATE INDEX ix_attempt_subject ON login_attempt (subject, at);
CREATE INDEX ix_notice_state ON notice (state, next_at);
CREATE INDEX ix_apscheduler_jobs_next_run_time ON apscheduler_jobs (next_run_time);
COMMIT;
