// Columns written by scripts, one after another: `//// NAME  what it is`. Before each stand the helpers up to the first.
const box = document.getElementById("root");
const row = (r) => `<li><a href='/d/${r.k}.html'>${r.c}</a><em>${r.w}</em></li>`;
const rowsOf = (list) => `<ul class='news'>${list.map(row).join("")}</ul>`;
const listOf = (j) => `${rowsOf(j.d)}<p>共${j.n}条</p>`;
const draw = (j) => { box.innerHTML = listOf(j); };
const get = (url, more) => fetch(url, more).then((answer) => answer.json());
const own = (query = "") => get("/data/" + SLUG + query);
const on = (css, act, root = box) => root.querySelectorAll(css).forEach((e) => { e.onclick = () => act(e); });
const paged = (markup, act) => { let n = 1; const go = () => own("?p=" + n).then((j) => {
  box.innerHTML = rowsOf(j.d) + markup(j, n); on(".step", () => { if (act(j)) { n += 1; go(); } }); }); go(); };
const byYear = (years, first, key = "d") => { const go = (year) => own("?y=" + year).then((j) => {
  const options = years.map((one) => `<option ${one == year ? "selected" : ""}>${one}</option>`).join("");
  const list = key === "d" ? listOf(j) : j[key].length ? rowsOf(j[key]) : "<ul></ul><p>暂无数据</p>";
  box.innerHTML = `<select>${options}</select>${list}`;
  box.querySelector("select").onchange = (e) => go(e.target.value); }); go(first); };

//// vue  a placeholder first, the data later, the list later still
box.innerHTML = "<div class=skeleton>加载中...</div>";
setTimeout(() => own().then((j) => setTimeout(() => draw(j), 900)), 1200);

//// 年报  a tab must be pressed; the others hold something else
box.innerHTML = `<div class='bar'>${["概况", "年报", "联系我们"].map((n) => `<span>${n}</span>`).join("")}</div>
  <div id='pane'><p>本单位负责全县工作。</p></div>`;
on(".bar span", (e) => { if (e.innerText === "年报") own().then((j) => { document.getElementById("pane").innerHTML = listOf(j); }); });

//// 决算  another tab's list is shown at first
const go = (name) => get(name === "决算" ? "/data/决算" : "/data/budget").then((j) => {
  const tabs = ["预算", "决算"].map((n) => `<li class='${n === name ? "active" : ""}'><a href='javascript:;'>${n}</a></li>`);
  box.innerHTML = `<ul class='tab'>${tabs.join("")}</ul>${listOf(j)}`; on(".tab li", (e) => go(e.innerText)); });
go("预算");

//// menu  an entry of the menu bears the column's name and leads to another page
box.innerHTML = "<div class='nav'><span class='on'>首页</span><span>menu</span></div><p>本页暂未开通</p>";
on("span", (e) => { if (e.innerText === "menu") location.href = "/vue/"; });

//// pushed  so does this one, without another document
box.innerHTML = "<div class='nav'><span class='on'>首页</span><span>pushed</span></div><div id='view'></div>";
on("span", (e) => { if (e.innerText !== "pushed") return; history.pushState({}, "", "/vue/");
  get("/data/vue").then((j) => { document.getElementById("view").innerHTML = listOf(j); }); });

//// query  查询 must be pressed
box.innerHTML = "<form onsubmit='return false'><input placeholder='标题'><button class='go'>查 询</button></form><div id='out'></div>";
on(".go", () => own().then((j) => { document.getElementById("out").innerHTML = listOf(j); }));

//// token  a token of the page goes into a header
const token = document.querySelector("meta[name=token]").content;
get("/data/token", { headers: { "X-Access-Token": token, "X-Requested-With": "XMLHttpRequest" } }).then(draw);

//// cookie  a cookie of the page's answer is read and sent in a header
const [, csrf] = document.cookie.match(/csrf=(\w+)/) || [];
const headers = { "X-CSRF": csrf || "", "Content-Type": "application/json" };
get("/data/cookie", { method: "POST", headers, body: '{"page":1}' }).then(draw);

//// made-up  a cookie that a script makes up is what a check of visitors asks for: not to be climbed
if (!document.cookie.includes("ok=1")) { document.cookie = "ok=1;path=/"; location.reload(); } else own().then(draw);

//// made-up-quietly  the same without a new start
document.cookie = "ok=1;path=/"; own().then(draw);

//// shadow  pages in a shadow tree
const root = box.attachShadow({ mode: "open" }); let n = 1;
const go = () => own("?p=" + n).then((j) => {
  root.innerHTML = `${rowsOf(j.d)}<div><button>上一页</button><button class='q' ${j.m ? "" : "disabled"}>下一页</button></div>`;
  on(".q", () => { n += 1; go(); }, root); }); go();

//// closed  a shadow tree that nobody can look into
const root = box.attachShadow({ mode: "closed" }); own().then((j) => { root.innerHTML = listOf(j); });

//// frame  a page of its own in a frame
box.innerHTML = "<iframe src='/inner/' width='900' height='700'></iframe>";

//// inner
own().then(draw);

//// written  a frame that the script writes
own().then((j) => { const f = document.createElement("iframe"); f.width = 900; f.height = 700; f.srcdoc = listOf(j); box.append(f); });

//// arrow  only pictures of arrows
paged((j, n) => `<div class='el-pagination'><button class='btn-prev'><i></i></button><span>${n} / ${j.t}</span>
  <button class='btn-next step' ${j.m ? "" : "disabled"}><i></i></button></div>`, (j) => j.m);

//// chevron  a sign that nobody would call a button
paged((j, n) => `<div><i class='l'>‹</i><b>${n}</b><i class='step'>›</i></div>`, (j) => j.m);

//// sticky  下一页 that shows the last page for ever
paged(() => "<div class='pg'><a class='step'>下一页</a></div>", () => true);

//// halfway  the second page fails
let n = 1; const go = () => own("?p=" + n).then((j) => {
  box.innerHTML = `${rowsOf(j.d)}<div class='pg'><a class='n'>下一页</a></div>`; on(".n", () => { n += 1; go(); }); }).catch(() => {}); go();

//// more  加载更多; titles differ in their figures alone
let n = 1; box.innerHTML = "<ul></ul><div class='m'>点击加载更多</div>";
const go = () => own("?p=" + n).then((j) => { n += 1;
  box.querySelector("ul").insertAdjacentHTML("beforeend", j.d.map(row).join(""));
  if (!j.m) box.querySelector(".m").innerHTML = "已经到底了"; }); on(".m", go); go();

//// window  a box that holds the rows in view and no others
own().then((j) => { const H = 40, V = 600;
  box.innerHTML = `<div id='v' style='height:${V}px;overflow-y:auto;position:relative'>
    <div style='height:${j.d.length * H}px'></div><ul style='position:absolute;top:0;left:0;right:0;margin:0'></ul></div>`;
  const view = document.getElementById("v"), ul = view.querySelector("ul");
  const paint = () => { const a = Math.floor(view.scrollTop / H); ul.style.top = a * H + "px";
    ul.innerHTML = j.d.slice(a, a + Math.ceil(V / H) + 1).map(row).join("").replaceAll("<li", `<li style='height:${H}px'`); };
  view.onscroll = paint; paint(); });

//// long-window  the page itself does so
own().then((j) => { const H = 50;
  box.innerHTML = `<div style='position:relative;height:${j.d.length * H}px'><ul style='position:absolute;margin:0'></ul></div>`;
  const ul = box.querySelector("ul");
  const paint = () => { const a = Math.max(0, Math.floor(scrollY / H) - 2); ul.style.top = a * H + "px";
    ul.innerHTML = j.d.slice(a, a + Math.ceil(innerHeight / H) + 4).map(row).join("").replaceAll("<li", `<li style='height:${H}px'`); };
  addEventListener("scroll", paint); paint(); });

//// leaping  rows change from one screen to the next without one in common
own().then((j) => { const H = 500, V = 600;
  box.innerHTML = `<div id='v' style='height:${V}px;overflow-y:auto;position:relative'>
    <div style='height:${j.d.length * H}px'></div><ul style='position:absolute;left:0;right:0;margin:0'></ul></div>`;
  const view = document.getElementById("v"), ul = view.querySelector("ul");
  const paint = () => { const a = Math.floor(view.scrollTop / H) * 3; ul.style.top = view.scrollTop + "px";
    ul.innerHTML = j.d.slice(a, a + 3).map(row).join(""); };
  view.onscroll = paint; paint(); });

//// years-empty  a year without anything, others in a box
byYear([2021, 2020], 2021, "rows");

//// years-other  a year with something, others in a box
byYear([2021, 2020], 2021);

//// years-before  the year that is asked for; the others lie before it
byYear([2020, 2019], 2020);

//// years-all  all of them must be chosen first
byYear(["全部", 2021, 2020], 2021);

//// socket  the data come through a WebSocket
box.innerHTML = "<p>加载中</p>";
new WebSocket("ws://" + location.host + "/ws").onmessage = (m) => draw(JSON.parse(m.data));

//// worker  only a service worker could answer
navigator.serviceWorker.register("/sw.js").then(() => get("/only-by-worker")).then(draw);

//// abroad  the data stand on another host, which wants a header
get(ABROAD + "data/abroad", { headers: { "X-Key": "k1" } }).then(draw);

//// endless  a script that never stops
box.innerHTML = "<p>加载中</p>"; setTimeout(() => { for (;;); }, 300);

//// dialogs  windows, dialogs, a download
window.open("/caught/a"); alert("a"); onbeforeunload = () => "stay";
const a = document.createElement("a"); a.href = "/caught/f.zip"; a.download = "f.zip"; document.body.append(a); a.click();
own().then((j) => { prompt("b"); draw(j); });

//// clicks  rows without links
own().then((j) => { box.innerHTML = j.d.map((r) => `<div class='row'><span class='t'>${r.c}</span><span>${r.w}</span></div>`).join("")
  + `<p>共${j.n}条</p>`; });

//// mistaken  an answer that failed is shown as none
own().catch(() => 0).then(() => { box.innerHTML = "<ul></ul><p class=empty>暂无相关数据</p><p>共0条</p>"; });

//// route  the fragment tells the column
const go = () => get("/data/" + location.hash.slice(2)).then(draw); addEventListener("hashchange", go); go();
