import{n as e,t}from"./finding-counts.js";import{i as n,r}from"./decide-outcome.js";import{o as i,s as a}from"./finding.js";import{a as o,c as s,i as c,l,n as u,r as d,t as f}from"./drawing.js";import{c as p,n as m,o as h,r as g,s as _}from"./headline.js";import{t as v}from"./problem-groups.js";import{n as y}from"./excerpt.js";import{n as b}from"./show-text.js";import{o as x,r as S,t as C}from"./plan-words.js";import{t as ee}from"./prediction-words.js";import{i as w,r as T,t as E}from"./escape.js";function D(e,t,n){let r=new Map(t.map(e=>[k(e),e])),i=e.map(e=>{let t=r.get(k(e));return r.delete(k(e)),new te(e,t,n).balancer()});return[...[...r.values()].map(e=>N(e,n)),...i].sort((e,t)=>O(e)-O(t)||(e.group??1/0)-(t.group??1/0)||0)}function O({tone:e,plan:t}){return e===`made`?t===void 0?2:1:0}function k({resource:e,scope:t,clusters:n}){return JSON.stringify([e.kind,e.namespace,e.name,t,n])}var te=class{#e;#t;#n;constructor(e,t,n){this.#e=e,this.#t=t,this.#n=n}balancer(){let{resource:e,clusters:t,location:n,assumes:r,controller:a,loadBalancer:o}=this.#e,s=ce(this.#e),c=this.#n.blocksOf(this.#e),l=this.#a();return{title:b(i(e)),clusters:t.map(b),place:this.#n.placeOf({tree:n.tree,file:n.file,start:{line:n.startLine,column:n.startColumn}}),group:this.#n.groupOf(e,n.file),kind:a===`none`?`–`:a.toUpperCase(),tone:a===`none`?`none`:s===void 0?`made`:`refused`,headline:b(this.#r(s===void 0?this.#i():le(s))),...this.#t===void 0?{}:{plan:M(this.#t,this.#n.locale)},...r.length===0?{}:{assumes:r.map(b)},listeners:this.#o(),settings:(o?.attributes??[]).map(A),...l.length===0?{}:{quotas:l},...c.length===0?{}:{blocks:c}}}#r(e){return a(e,this.#n.locale)}#i(){let{controller:e,reason:t,loadBalancer:n}=this.#e;if(e===`none`||n===null){let e=ee(t??`type`);return{en:`no load balancer: ${e.en}`,zh:`不创建负载均衡：${e.zh}`}}if(n.action===`reuse`){let e=n.id??`?`;return n.listenersManaged?{en:`reuses ${e}, its listeners are overwritten`,zh:`复用 ${e}，覆盖其监听`}:{en:`reuses ${e}, its listeners are left alone`,zh:`复用 ${e}，不修改其监听`}}let r=n.attributes.find(({name:e})=>e===`addressType`),i=ae[j(r?.value).toLowerCase()]??{en:``,zh:``},a=r?.from==="default"?{en:` by default`,zh:`（默认）`}:{en:``,zh:``};return i.en===``?{en:`made by the controller`,zh:`由控制器创建`}:{en:`${i.en}${a.en}`,zh:`${i.zh}${a.zh}`}}#a(){let{services:e=1,servers:t=null,listeners:n=null}=this.#e.quotas??{},r=e<2?ie:{en:`, with ${e} Services`,zh:`（${e} 个 Service 合计）`};return[[t,ne],[n,re]].flatMap(([e,t])=>{if(e===null)return[];let{used:n,limit:i,isLeast:a}=e,o={en:`${t.en}: ${a?`at least `:``}${n} of ${i}${r.en}`,zh:`${t.zh}：${a?`至少 `:``}${n} / ${i}${r.zh}`};return[[this.#r(o),n/i]]})}#o(){let{listeners:e,backends:t}=this.#e;return e.map(({port:e,portRange:n,protocol:r})=>{let i=t?.groups.find(({servicePort:t})=>t===e),a=e!==null&&t?.portsWithoutGroup.includes(e)===!0?oe:se(t?.mode??null,i?.backendPort??null),o=i?.id==null?``:` (${i.id})`;return{port:b(n??String(e??`?`)),protocol:b((r??`?`).toUpperCase()),to:b(`${this.#r(a)}${o}`)}})}};const ne={en:`backend servers`,zh:`后端服务器`},re={en:`listeners`,zh:`监听`},ie={en:``,zh:``},ae={internet:{en:`internet-facing`,zh:`公网`},intranet:{en:`intranet`,zh:`私网`}},oe={en:`no server group`,zh:`没有服务器组`};function se(e,t){let n=t===null||t===0?``:String(t);switch(e){case`eni`:return{en:`pods${n&&`, port ${n}`}`,zh:`Pod${n&&` 端口 ${n}`}`};case`local`:return{en:`nodes with a pod${n&&`, port ${n}`}`,zh:`有 Pod 的节点${n&&`，端口 ${n}`}`};case`cluster`:return{en:`all nodes${n&&`, port ${n}`}`,zh:`所有节点${n&&`，端口 ${n}`}`};case null:return{en:`pods or nodes`,zh:`Pod 或节点`}}}function ce({error:e,annotations:t}){if(e!==null)return e;let n=t.find(({outcome:e,failure:t,because:n})=>e===`refused`&&t===`freeze`&&n!==`controller`);return n===void 0?void 0:{event:n.event??``,message:n.message??``}}function le({event:e,message:t}){return{en:`refused (${e}): ${t}`,zh:`被拒绝（${e}）：${t}`}}const ue={annotation:`stated`,default:`byDefault`,unknown:`undecided`};function A({name:e,value:t,from:n}){return[e,b(j(t)),ue[n]]}function j(e){return typeof e==`string`?e:e===void 0?``:JSON.stringify(e)}function M(e,t){let n=S(e),r=n===void 0?``:a({en:` (${n.en})`,zh:`（${n.zh}）`},t);return{sign:C[e.action].trim(),summary:b(`${a(e.summary,t)}${r}`)}}function N(e,{locale:t,placeOf:n,groupOf:r}){let{before:i,clusters:o,location:s}=e;return{title:b(x({...e,clusters:[]})),clusters:o.map(b),place:n(s),group:r(e.resource,s.file),kind:i===null?`–`:i.kind.toUpperCase(),tone:`gone`,headline:a({en:`no load balancer in head`,zh:`变更后没有负载均衡`},t),plan:M(e,t),listeners:[],settings:[]}}const P=/* @__PURE__ */ `error.warning.info.new.unchanged.worsened.fixed.suppressed.approved.conditional.why.remedy.related.assumes.reason.fixOffered.inBase.port.protocol.backends.setting.value.byDefault.undecided.settings.findingsOfService.noFindingsOfService.shownOf.nothingMatches.more.resourceOf.line`.split(`.`),F={error:{en:`error`,zh:`错误`},warning:{en:`warning`,zh:`警告`},info:{en:`info`,zh:`提示`},new:{en:`new`,zh:`新增`},unchanged:{en:`not new`,zh:`已存在`},worsened:{en:`worse than before`,zh:`较之前恶化`},fixed:{en:`fixed`,zh:`已修复`},suppressed:{en:`suppressed`,zh:`已抑制`},approved:{en:`approved by label`,zh:`已由标签批准`},conditional:{en:`conditional`,zh:`有条件`},why:{en:`Why`,zh:`原因`},remedy:{en:`Fix`,zh:`处理`},related:{en:`See`,zh:`相关`},assumes:{en:`Assumes`,zh:`前提`},reason:{en:`Reason`,zh:`理由`},fixOffered:{en:`Proven edit`,zh:`已验证的修改`},inBase:{en:`in base`,zh:`基线`},port:{en:`Port`,zh:`端口`},protocol:{en:`Protocol`,zh:`协议`},backends:{en:`Backends`,zh:`后端`},setting:{en:`Setting`,zh:`设置`},value:{en:`Value`,zh:`值`},byDefault:{en:`default`,zh:`默认`},undecided:{en:`decided at deployment`,zh:`部署时决定`},settings:{en:`Settings ({count})`,zh:`设置（{count}）`},findingsOfService:{en:`Findings ({count})`,zh:`问题（{count}）`},noFindingsOfService:{en:`No findings`,zh:`没有问题`},shownOf:{en:`{shown} of {total} findings`,zh:`共 {total} 个问题，符合条件 {shown} 个`},nothingMatches:{en:`No finding matches these filters.`,zh:`没有符合筛选条件的问题。`},more:{en:`Show {count} more`,zh:`再显示 {count} 个`},resourceOf:{en:`{count} findings`,zh:`{count} 个问题`},line:{en:`line`,zh:`行`}};function I(e,t){return new L(e,t).data()}var L=class{#e;#t;#n=new G;#r=new G;#i=new G;#a=new G;#o=[];constructor(e,t){this.#e=e,this.#t=t}data(){let{findings:e,settings:n,plan:r=[]}=this.#e,{locale:i}=n,o=[...e].sort((e,n)=>z(e)-z(n)||t(e,n));for(let e of o)this.#l(e);let s=o.map(e=>this.#s(e)).sort((e,t)=>e.group-t.group),c=D(this.#e.predictions(),r,{locale:i,placeOf:e=>this.#d(e),groupOf:(e,t)=>this.#a.find(V(e,t))??null,blocksOf:this.#t});return{words:Object.fromEntries(P.map(e=>[e,a(F[e],i)])),texts:this.#n.all,rules:this.#r.all,clusters:this.#i.all,groups:this.#o,findings:s,balancers:c}}#s(e){let{severity:t,ruleId:n,message:r,why:i,remedy:o,location:s,clusters:c,assumes:u,related:d,suppression:f}=e,{locale:p}=this.#e.settings,m=this.#e.fixOf(e),h=this.#f(e),g=l(e);return{group:this.#l(e),severity:t,rule:this.#r.of(n),state:B(e),marks:this.#c(e),messageAt:this.#u(r),whyAt:this.#u(i),remedyAt:this.#u(o),place:this.#d(s),clusters:c.map(e=>this.#i.of(b(e))),...u.length===0?{}:{assumes:u.map(b)},...d.length===0?{}:{related:d.map(e=>({messageAt:this.#u(e.message),place:this.#d(e.location)}))},...f===null||f.reason===``?{}:{reason:W(b(f.reason))},...g===void 0?{}:{failing:b(a(g,p))},...m===null?{}:{fix:b(a(m.description,p))},...h===void 0?{}:{excerpt:h}}}#c(e){let{status:t,worsened:n,certainty:i,suppression:a}=e,o=[];return a!==null&&o.push(r(e)?`approved`:`suppressed`),t===`fixed`?o.push(`fixed`):n?o.push(`worsened`):(this.#e.hasBase||this.#e.since!==void 0)&&o.push(t),i===`conditional`&&o.push(`conditional`),o}#l({resource:e,location:t}){let n=this.#a.count,r=this.#a.of(V(e,t.file));return r===n&&this.#o.push(H(e,t.file)),r}#u(e){return this.#n.of(W(b(a(e,this.#e.settings.locale))))}#d({file:e,start:t,tree:n}){let r={fileAt:this.#n.of(b(e)),line:t.line,column:t.column};return n===`base`?{...r,inBase:!0}:r}#f(e){let t=this.#e.excerptOf(e);if(t===void 0)return;let{location:n}=e,{text:r,start:i,end:a}=y(t,n),o=U(r.slice(0,i)),s=U(r.slice(i,a)),c=t.lines.map(e=>U(e.text)),l=Math.min(o.length,...c.filter(e=>e!==``).map(R));return{firstLine:t.firstLine,linesAt:c.map(e=>this.#n.of(e.slice(l))),marked:[n.start.line-t.firstLine,o.length-l,o.length+s.length-l]}}};function R(e){return e.length-e.trimStart().length}function z({status:e,suppression:t}){return e===`fixed`?2:t===null||t.kind===`label`?0:1}function B({status:e,suppression:t}){return e===`fixed`?`fixed`:t===null?e:`suppressed`}function V(e,t){return JSON.stringify(e===null?[t]:[t,e.kind,e.namespace,e.name])}function H(e,t){return e===null?{title:b(t),kind:``}:{title:b(i(e)),kind:b(e.kind)}}function U(e){return b(e).replaceAll(`	`,`    `)}function W(e){return e.length>2e3?`${e.slice(0,1999)}…`:e}var G=class{all=[];#e=/* @__PURE__ */ new Map;get count(){return this.all.length}find(e){return this.#e.get(e)}of(e){let t=this.#e.get(e);return t===void 0?(this.#e.set(e,this.all.length),this.all.push(e)-1):t}};const K={script:'(function(){function e(e,t,...n){let r=document.createElement(e);t!==``&&(r.className=t);for(let e of n)e!==void 0&&e!==!1&&e!==``&&r.append(e);return r}function t(e,t){let n=document.getElementById(e);if(!(n instanceof t))throw Error(`no element ${e}`);return n}function n(e,t){return e.replaceAll(/\\{(\\w+)\\}/g,(e,n)=>String(t[n]??e))}function r(t,n,r){let i=e(`button`,t,n);return i.type=`button`,i.addEventListener(`click`,r),i}var i=class{#e;#t;#n;#r;#i=new IntersectionObserver(e=>{e.some(({isIntersecting:e})=>e)&&this.#l()},{rootMargin:`600px`});#a=[];#o=0;#s;constructor(e,{size:t,more:n,isEager:r},i){this.#e=e,this.#t=t,this.#n=n,this.#r=i,this.#c=r}#c;set(e){this.#a=e,this.#o=0,this.#i.disconnect(),this.#e.replaceChildren(),this.#l()}#l(){let e=this.#s!==void 0&&document.activeElement===this.#s;this.#s?.remove(),this.#i.disconnect();let t=this.#r(this.#a.slice(this.#o,this.#o+this.#t));this.#o+=this.#t,this.#e.append(...t);let i=this.#a.length-this.#o;if(i>0){let e=Math.min(i,this.#t);this.#s=r(`more`,n(this.#n,{count:e}),()=>this.#l()),this.#e.append(this.#s),this.#c&&this.#i.observe(this.#s)}e&&t[0]?.querySelector(`summary, button, a`)?.focus()}};function a(t,n){let r=t=>e(`td`,``,t),i=t.map(t=>{let n=e(`th`,``,t);return n.scope=`col`,n}),a=n.map(t=>e(`tr`,``,...t.map(r)));return e(`div`,`wide`,e(`table`,``,e(`thead`,``,e(`tr`,``,...i)),e(`tbody`,``,...a)))}var o=class{#e;#t;#n;constructor(e,t){this.#e=e,this.#n=t;let n=/* @__PURE__ */ new Map;for(let{group:t,state:r}of e.findings)r!==`fixed`&&n.set(t,(n.get(t)??0)+1);this.#t=n}card(t){let{title:n,clusters:r,kind:i,tone:o,headline:s,plan:l,assumes:u,listeners:d,settings:f,quotas:p=[],blocks:m=[],place:h}=t,g=e(`h3`,``,e(`span`,`kind`,i),e(`span`,`name`,n),...r.map(t=>e(`span`,`tag`,`@${t}`))),_=d.length>0&&a([this.#o(`port`),this.#o(`protocol`),this.#o(`backends`)],d.map(({port:e,protocol:t,to:n})=>[e,t,n]));return e(`article`,`balancer is-${o}`,g,e(`p`,`headline`,s),l&&e(`p`,`plan`,l.sign!==``&&e(`code`,`sign`,l.sign),e(`span`,``,l.summary)),_,...p.map(c),...m.map(e=>this.#a(e)),f.length>0&&this.#i(f),u&&e(`p`,`assumes`,`${this.#o(`assumes`)} `,e(`code`,``,u.join(`, `))),e(`p`,`about`,e(`span`,`place`,`${this.#e.texts[h.fileAt]??``}:${h.line}`),this.#r(t)))}#r({group:t}){let i=t===null?0:this.#t.get(t)??0;return t===null||i===0?e(`span`,`none`,this.#o(`noFindingsOfService`)):r(`link`,n(this.#o(`findingsOfService`),{count:i}),()=>this.#n(t))}#i(t){return e(`details`,`settings`,e(`summary`,``,n(this.#o(`settings`),{count:t.length})),a([this.#o(`setting`),this.#o(`value`)],t.map(([t,n,r])=>[e(`code`,``,t),e(`span`,``,n,r!==`stated`&&e(`span`,`tag`,this.#o(r)))])))}#a(t){let n=document.getElementById(t);if(n instanceof HTMLTemplateElement)return e(`div`,`block`,document.importNode(n.content,!0))}#o(e){return this.#e.words[e]}};let s=`http://www.w3.org/2000/svg`;function c([t,n]){let r=document.createElementNS(s,`svg`);r.setAttribute(`viewBox`,`0 0 100 6`),r.setAttribute(`preserveAspectRatio`,`none`),r.setAttribute(`aria-hidden`,`true`);let i=n>1?`fill-error`:n>.8?`fill-warning`:`fill-info`;for(let[e,t]of[[`fill-track`,100],[i,Math.max(1,Math.min(100,n*100))]]){let n=document.createElementNS(s,`rect`);n.setAttribute(`class`,e),n.setAttribute(`width`,String(t)),n.setAttribute(`height`,`6`),r.append(n)}return e(`div`,n>1?`quota is-error`:`quota`,e(`span`,``,t),r)}var l=class{#e=t(`filters`,HTMLFormElement);#t=[...this.#e.querySelectorAll(`input[name="severity"]`)];#n;#r;constructor({rules:e,clusters:t},n){this.#n=n,this.#a(`rule`,e),this.#a(`cluster`,t),this.#l(),this.#e.addEventListener(`input`,()=>this.#o(120)),this.#e.addEventListener(`reset`,()=>{this.#i(`group`).value=``,this.#o(0)}),this.#e.addEventListener(`submit`,e=>e.preventDefault()),addEventListener(`keydown`,e=>this.#s(e))}read(){return{severities:new Set(this.#t.filter(({checked:e})=>e).map(({value:e})=>e)),state:this.#i(`state`).value,rule:this.#i(`rule`).value,cluster:this.#i(`cluster`).value,path:this.#i(`path`).value.trim().toLowerCase(),search:this.#i(`search`).value.trim().toLowerCase(),group:this.#i(`group`).value}}showGroup(e){this.#e.reset(),this.#i(`group`).value=String(e),this.#o(0)}#i(e){let t=this.#e.elements.namedItem(e);if(t instanceof HTMLInputElement||t instanceof HTMLSelectElement)return t;throw Error(`no field ${e}`)}#a(t,n){let r=this.#i(t);for(let t of n.toSorted()){let n=e(`option`,``,t);n.value=t,r.append(n)}let i=r.closest(`label`);i!==null&&(i.hidden=n.length===0)}#o(e){clearTimeout(this.#r),this.#r=setTimeout(()=>{this.#u(),this.#n()},e)}#s(e){let{target:t}=e,n=t instanceof HTMLInputElement||t instanceof HTMLSelectElement;e.ctrlKey||e.metaKey||e.altKey||(e.key===`/`&&!n&&(e.preventDefault(),this.#i(`search`).focus()),e.key===`Escape`&&t===this.#i(`search`)&&this.#i(`search`).value!==``&&(this.#i(`search`).value=``,this.#o(0)))}#c(){return[`state`,`rule`,`cluster`,`path`,`search`,`group`]}#l(){let e=new URLSearchParams(location.hash.slice(1));for(let t of this.#c()){let n=e.get(t);n!==null&&(this.#i(t).value=n)}let t=e.getAll(`severity`);for(let e of this.#t)e.checked=t.includes(e.value)}#u(){let e=new URLSearchParams;for(let t of this.#c()){let{value:n}=this.#i(t);n!==``&&e.set(t,n)}for(let{checked:t,value:n}of this.#t)t&&e.append(`severity`,n);let t=e.toString();history.replaceState(null,``,t===``?`${location.pathname}${location.search}`:`#${t}`)}};function u(e,t){let{texts:n,rules:r,clusters:i,groups:a}=e,{severities:o,state:s,rule:c,cluster:l,path:u,search:d,group:f}=t,p=r.indexOf(c),m=i.indexOf(l),h=e=>(n[e]??``).toLowerCase(),g=({messageAt:e,remedyAt:t,place:n,rule:i,group:o})=>h(e).includes(d)||h(t).includes(d)||h(n.fileAt).includes(d)||(r[i]??``).includes(d)||`${a[o]?.kind} ${a[o]?.title}`.toLowerCase().includes(d);return e=>(o.size===0||o.has(e.severity))&&(s===``?e.state!==`fixed`:e.state===s)&&(c===``||e.rule===p)&&(l===``||e.clusters.includes(m))&&(f===``||String(e.group)===f)&&(u===``||h(e.place.fileAt).includes(u))&&(d===``||g(e))}var d=class{#e;#t;#n;constructor(e){this.#e=e}restart(){this.#t=void 0,this.#n=void 0}show(t){let n=[];for(let r of t)(this.#n===void 0||r.group!==this.#t)&&(this.#t=r.group,this.#n=e(`ul`,`findings`),n.push(e(`section`,`group`,this.#r(r),this.#n))),this.#n.append(this.#i(r));return n}#r({group:t,place:n}){let{title:r=``,kind:i=``}=this.#e.groups[t]??{},a=this.#c(n.fileAt);return e(`h3`,``,i!==``&&e(`span`,`kind`,i),e(`span`,`name`,r),r!==a&&e(`span`,`file`,a))}#i(t){let{severity:n,rule:r,marks:i,messageAt:a,place:o,clusters:s,failing:c}=t,l=[c!==void 0&&e(`span`,`tag tag-failing`,c),...i.map(t=>e(`span`,`tag tag-${t}`,this.#l(t))),...s.map(t=>e(`span`,`tag`,`@${this.#e.clusters[t]??``}`))];return e(`li`,`finding is-${n}`,e(`p`,`message`,e(`span`,`severity`,this.#l(n)),e(`span`,`text`,this.#c(a))),e(`p`,`about`,e(`span`,`place`,this.#s(o,o.fileAt)),e(`code`,`rule`,this.#e.rules[r]??``),...l),t.excerpt&&this.#o(t.excerpt),this.#a(t))}#a({whyAt:t,remedyAt:n,related:r=[],assumes:i=[],reason:a,fix:o,place:s}){let c=[[`why`,this.#c(t)],[`remedy`,this.#c(n)]];o!==void 0&&c.push([`fixOffered`,o]);for(let{messageAt:t,place:n}of r)c.push([`related`,e(`span`,``,e(`span`,`place`,this.#s(n,s.fileAt)),` ${this.#c(t)}`)]);return i.length>0&&c.push([`assumes`,e(`code`,``,i.join(`, `))]),a!==void 0&&c.push([`reason`,a]),e(`dl`,`details`,...c.flatMap(([t,n])=>[e(`dt`,``,this.#l(t)),e(`dd`,``,n)]))}#o({firstLine:t,linesAt:n,marked:[r,i,a]}){let o=e(`pre`,`excerpt`,...n.map((n,o)=>{let s=this.#c(n),c=o===r?[s.slice(0,i),e(`mark`,``,s.slice(i,a)),s.slice(a)]:[s],l=e(`span`,o===r?`row hit`:`row`,...c);return l.dataset.line=String(t+o),l}));return o.tabIndex=0,o}#s({fileAt:e,line:t,column:n,inBase:r},i){let a=`${e===i?`${this.#l(`line`)} `:`${this.#c(e)}:`}${t}:${n}`;return r?`${a} (${this.#l(`inBase`)})`:a}#c(e){return this.#e.texts[e]??``}#l(e){return this.#e.words[e]}};function f(){let e=document.documentElement,t=document.querySelectorAll(`input[name="theme"]`),n=n=>{e.dataset.theme=n;for(let e of t)e.checked=e.value===n};n(m()??`auto`);for(let e of t)e.addEventListener(`change`,()=>{n(e.value),h(e.value)})}let p=`ack-service-gate-theme`;function m(){try{let e=localStorage.getItem(p);return e===`light`||e===`dark`?e:void 0}catch{return}}function h(e){try{localStorage.setItem(p,e)}catch{}}f();let g=JSON.parse(t(`data`,HTMLScriptElement).textContent??``),_=t(`shown`,HTMLElement),v=new d(g),y=new i(t(`finding-list`,HTMLElement),{size:40,more:g.words.more,isEager:!0},e=>v.show(e));function b(){let r=g.findings.filter(u(g,x.read()));v.restart(),y.set(r);let i=g.findings.filter(({state:e})=>e!==`fixed`).length;_.textContent=g.findings.length===0?``:n(g.words.shownOf,{shown:r.length,total:i}),r.length===0&&g.findings.length>0&&t(`finding-list`,HTMLElement).append(e(`p`,`nothing`,g.words.nothingMatches))}let x=new l(g,b),S=new o(g,e=>{x.showGroup(e);let n=t(`findings-title`,HTMLElement);n.scrollIntoView(),n.focus()}),C=matchMedia(`(max-width: 640px)`).matches,w=document.getElementById(`balancer-list`);w!==null&&new i(w,{size:C?2:6,more:g.words.more,isEager:!1},e=>e.map(e=>S.card(e))).set(g.balancers),b(),document.documentElement.dataset.ready=`true`})();',scriptHash:`sha256-r71teH3akAtImOsiy4l20xtvrGlNLVUfR3spR2tzuSE=`,style:`:root {
color-scheme: light dark;
--page: light-dark(#f6f7f9, #0f1216);
--card: light-dark(#ffffff, #171b21);
--sunk: light-dark(#f1f3f6, #12161b);
--line: light-dark(#dde1e7, #2b323b);
--text: light-dark(#1b2129, #e4e8ee);
--soft: light-dark(#566170, #9aa6b4);
--link: light-dark(#0b57c2, #7fb2ff);
--red: light-dark(#b3261e, #ff8a80);
--red-back: light-dark(#fdecea, #3a1a1a);
--amber: light-dark(#8a5300, #f5c26b);
--amber-back: light-dark(#fff4de, #33270f);
--blue: light-dark(#1d5ea8, #8ab8f5);
--blue-back: light-dark(#e9f1fb, #16273b);
--green: light-dark(#1a6b3a, #7fd6a0);
--green-back: light-dark(#e6f4ea, #13301f);
--mark: light-dark(#ffe08a, #6b5410);
--radius: 8px;
--mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Noto Sans Mono', monospace;
}
:root[data-theme='light'] {
color-scheme: light;
}
:root[data-theme='dark'] {
color-scheme: dark;
}
* {
box-sizing: border-box;
}
body {
margin: 0;
background: var(--page);
color: var(--text);
font:
15px/1.5 system-ui,
-apple-system,
'Segoe UI',
'PingFang SC',
'Microsoft YaHei',
'Noto Sans CJK SC',
sans-serif;
overflow-wrap: anywhere;
}
h1,
h2,
h3,
p,
ul,
dl,
dd,
fieldset,
figure {
margin: 0;
padding: 0;
border: 0;
}
h1 {
font-size: 22px;
line-height: 1.3;
}
h2 {
font-size: 17px;
scroll-margin-top: 14px;
}
h3 {
font-size: 15px;
font-weight: 600;
display: flex;
flex-wrap: wrap;
gap: 4px 8px;
align-items: baseline;
}
code,
pre,
.place,
.rule {
font-family: var(--mono);
font-size: 12.5px;
}
button,
input,
select {
font: inherit;
color: inherit;
}
:focus-visible {
outline: 2px solid var(--link);
outline-offset: 2px;
border-radius: 3px;
}
[hidden] {
display: none !important;
}
.bar,
main,
footer {
max-width: 1180px;
margin: 0 auto;
padding: 0 20px;
}
.bar {
display: flex;
flex-wrap: wrap;
gap: 8px 16px;
justify-content: space-between;
align-items: center;
padding-top: 14px;
}
.brand {
font-weight: 600;
}
.brand span {
color: var(--soft);
font-weight: 400;
}
.theme {
display: flex;
border: 1px solid var(--line);
border-radius: 999px;
background: var(--card);
padding: 2px;
}
.theme legend,
.severities legend {
position: absolute;
width: 1px;
height: 1px;
overflow: hidden;
clip-path: inset(50%);
white-space: nowrap;
}
.theme label {
position: relative;
padding: 1px 11px;
border-radius: 999px;
cursor: pointer;
font-size: 13px;
color: var(--soft);
}
.theme input {
position: absolute;
opacity: 0;
inset: 0;
margin: 0;
cursor: pointer;
}
.theme label:has(:checked) {
background: var(--sunk);
color: var(--text);
}
.theme label:has(:focus-visible) {
outline: 2px solid var(--link);
}
.skip {
position: absolute;
left: -9999px;
}
.skip:focus {
left: 12px;
top: 8px;
z-index: 9;
background: var(--card);
padding: 6px 12px;
}
main > section {
margin-top: 28px;
}
.section-head {
display: flex;
flex-wrap: wrap;
gap: 4px 14px;
align-items: baseline;
margin-bottom: 10px;
}
.section-head p {
color: var(--soft);
}
.outcome {
background: var(--card);
border: 1px solid var(--line);
border-left: 5px solid var(--tone);
border-radius: var(--radius);
padding: 18px 20px;
}
.outcome.is-pass {
--tone: var(--green);
}
.outcome.is-fail {
--tone: var(--red);
}
.outcome h1 {
color: var(--tone);
}
.outcome > p {
color: var(--soft);
margin-top: 2px;
}
.tiles {
display: grid;
grid-template-columns: repeat(auto-fit, minmax(104px, 1fr));
gap: 8px;
margin-top: 14px;
list-style: none;
}
.tiles li {
background: var(--sunk);
border-radius: 6px;
padding: 7px 12px;
}
.tiles strong {
display: block;
font-size: 21px;
line-height: 1.25;
font-variant-numeric: tabular-nums;
}
.tiles span {
color: var(--soft);
font-size: 13px;
}
.tiles .some-error strong {
color: var(--red);
}
.tiles .some-warning strong {
color: var(--amber);
}
.tiles .some-info strong {
color: var(--blue);
}
.trend {
margin-top: 16px;
}
.trend figcaption {
color: var(--soft);
font-size: 13px;
}
.trend svg {
display: block;
max-width: 100%;
margin-top: 4px;
}
.fill-error {
fill: var(--red);
}
.fill-warning {
fill: var(--amber);
}
.fill-info {
fill: var(--blue);
}
.fill-line {
stroke: var(--line);
}
.balancers {
display: grid;
grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr));
gap: 12px;
align-items: start;
}
.balancer {
background: var(--card);
border: 1px solid var(--line);
border-radius: var(--radius);
padding: 13px 15px;
display: flex;
flex-direction: column;
gap: 8px;
}
.balancer .headline {
color: var(--soft);
}
.balancer.is-refused .headline,
.balancer.is-none .headline,
.balancer.is-gone .headline {
color: var(--red);
}
.balancer .plan {
background: var(--blue-back);
border-radius: 6px;
padding: 6px 10px;
display: flex;
gap: 8px;
}
.balancer .about {
margin-top: auto;
justify-content: space-between;
}
.assumes {
color: var(--soft);
font-size: 13px;
}
.none {
color: var(--soft);
font-size: 13px;
}
.kind {
color: var(--soft);
font-size: 12px;
font-weight: 600;
border: 1px solid var(--line);
border-radius: 4px;
padding: 0 6px;
}
.file {
font-weight: 400;
font-size: 13px;
color: var(--soft);
}
.quota {
font-size: 13px;
color: var(--soft);
}
.quota.is-error {
color: var(--red);
}
.quota svg {
display: block;
width: 100%;
height: 6px;
border-radius: 3px;
margin-top: 2px;
}
.fill-track {
fill: var(--line);
}
.block svg {
max-width: 100%;
height: auto;
}
.wide {
overflow-x: auto;
}
table {
border-collapse: collapse;
width: 100%;
font-size: 13.5px;
}
th {
text-align: left;
font-weight: 500;
color: var(--soft);
font-size: 12.5px;
}
th,
td {
padding: 3px 12px 3px 0;
border-bottom: 1px solid var(--line);
vertical-align: top;
}
tbody tr:last-child td {
border-bottom: 0;
}
td .tag {
margin-left: 8px;
}
details > summary {
cursor: pointer;
color: var(--link);
font-size: 13.5px;
width: fit-content;
}
details[open] > summary {
margin-bottom: 6px;
}
.filters {
position: sticky;
top: 0;
z-index: 2;
background: var(--page);
border-bottom: 1px solid var(--line);
padding: 9px 0;
display: flex;
flex-wrap: wrap;
gap: 8px 10px;
align-items: end;
}
.filters label {
display: flex;
flex-direction: column;
font-size: 12px;
color: var(--soft);
gap: 1px;
}
.filters input[type='search'],
.filters select {
height: 32px;
border: 1px solid light-dark(#8a94a1, #5d6875);
border-radius: 6px;
background: var(--card);
padding: 0 8px;
color: var(--text);
font-size: 14px;
width: 100%;
}
.filters label.grow {
flex: 1 1 130px;
}
.filters label.pick {
flex: 0 1 140px;
min-width: 0;
}
.severities {
display: flex;
gap: 5px;
}
.filters .chip {
flex-direction: row;
align-items: center;
gap: 5px;
height: 32px;
padding: 0 9px;
border: 1px solid light-dark(#8a94a1, #5d6875);
border-radius: 6px;
background: var(--card);
color: var(--text);
font-size: 14px;
cursor: pointer;
}
.filters .chip input {
margin: 0;
accent-color: var(--link);
}
.filters .chip:has(:checked) {
border-color: var(--link);
box-shadow: inset 0 0 0 1px var(--link);
}
.filters .reset {
height: 32px;
border: 0;
background: none;
color: var(--link);
cursor: pointer;
padding: 0 4px;
}
.group {
background: var(--card);
border: 1px solid var(--line);
border-radius: var(--radius);
margin-top: 12px;
content-visibility: auto;
contain-intrinsic-size: auto 320px;
}
.group > h3 {
padding: 10px 15px;
border-bottom: 1px solid var(--line);
}
.findings {
list-style: none;
}
.finding {
padding: 11px 15px 13px;
border-left: 3px solid var(--tone);
}
.finding + .finding {
border-top: 1px solid var(--line);
}
.is-error {
--tone: var(--red);
--back: var(--red-back);
}
.is-warning {
--tone: var(--amber);
--back: var(--amber-back);
}
.is-info {
--tone: var(--blue);
--back: var(--blue-back);
}
.message {
display: flex;
gap: 9px;
align-items: baseline;
}
.severity {
flex: none;
background: var(--back);
color: var(--tone);
border-radius: 4px;
padding: 0 7px;
font-size: 12.5px;
font-weight: 600;
}
.about {
display: flex;
flex-wrap: wrap;
gap: 2px 10px;
align-items: center;
margin-top: 3px;
color: var(--soft);
font-size: 13px;
}
.tag {
border: 1px solid var(--line);
border-radius: 999px;
padding: 0 8px;
font-size: 12px;
color: var(--soft);
font-weight: 400;
}
.tag-new,
.tag-failing,
.tag-worsened {
color: var(--red);
border-color: currentColor;
}
.tag-fixed {
color: var(--green);
border-color: currentColor;
}
.excerpt {
margin: 8px 0 0;
padding: 6px 0;
background: var(--sunk);
border-radius: 6px;
overflow-x: auto;
line-height: 1.55;
overflow-wrap: normal;
}
.row {
display: block;
white-space: pre;
padding-right: 12px;
min-width: fit-content;
}
.row::before {
content: attr(data-line);
display: inline-block;
width: 5ch;
margin-right: 1.5ch;
text-align: right;
color: var(--soft);
}
.row.hit {
background: var(--back);
}
mark {
background: var(--mark);
color: inherit;
border-radius: 2px;
padding: 1px 0;
}
.details {
display: grid;
grid-template-columns: max-content 1fr;
gap: 3px 12px;
margin-top: 8px;
font-size: 14px;
}
.details dt {
color: var(--soft);
}
.nothing {
padding: 26px 0;
text-align: center;
color: var(--soft);
}
.more,
.link {
border: 1px solid var(--line);
background: var(--card);
border-radius: 6px;
padding: 5px 14px;
cursor: pointer;
color: var(--link);
}
.more {
display: block;
margin: 14px auto 0;
grid-column: 1 / -1;
}
.link {
border: 0;
padding: 0;
background: none;
font-size: 13.5px;
}
.link:hover,
.reset:hover,
summary:hover {
text-decoration: underline;
}
.open {
background: var(--card);
border: 1px solid var(--line);
border-radius: var(--radius);
padding: 4px 15px;
}
.open > li,
.open > details {
padding: 7px 0;
}
.open > * + * {
border-top: 1px solid var(--line);
}
ul.open {
list-style: none;
}
.open ul {
padding-left: 20px;
color: var(--soft);
font-size: 13px;
}
.facts {
background: var(--sunk);
border-radius: 6px;
padding: 9px 13px;
margin: 8px 0 0;
overflow-x: auto;
}
tbody th {
color: var(--text);
font-weight: 600;
font-size: 13.5px;
}
tbody tr:last-child th {
border-bottom: 0;
}
.verdict.is-pass {
color: var(--green);
}
.verdict.is-fail {
color: var(--red);
font-weight: 600;
}
.lead {
margin: 10px 0 0;
}
footer {
color: var(--soft);
font-size: 13px;
padding-top: 30px;
padding-bottom: 34px;
}
@media (max-width: 640px) {
body {
font-size: 14.5px;
}
.bar,
main,
footer {
padding-left: 12px;
padding-right: 12px;
}
main > section {
margin-top: 20px;
}
h1 {
font-size: 19px;
}
.outcome {
padding: 14px;
}
.tiles {
grid-template-columns: repeat(3, 1fr);
}
.tiles li {
padding: 6px 9px;
}
.tiles strong {
font-size: 18px;
}
.filters {
position: static;
}
.filters label.pick {
flex: 1 1 40%;
}
.filters label.grow {
flex-basis: 100%;
}
.message {
flex-direction: column;
gap: 3px;
align-items: flex-start;
}
.details {
grid-template-columns: 1fr;
gap: 0;
}
.details dd {
margin-bottom: 5px;
}
.row::before {
width: 4ch;
margin-right: 1ch;
}
}
@media (prefers-reduced-motion: no-preference) {
html {
scroll-behavior: smooth;
}
}
@media print {
.bar,
.filters,
.more {
display: none;
}
.group {
content-visibility: visible;
break-inside: avoid;
}
}`,styleHash:`sha256-3exNkUFaGhEmny4ArAMV2DsCByup+7MawoJ5doD2uzc=`},q=w` font-weight="bold"`,J=w` font-size="10"`,Y={width:480,left:234,right:62,row:20,head:46};function de(e,t){let n=d(e);if(n===void 0)return;let r=e=>a(e,t),{lanes:i,until:s}=f(n),l=e=>X(Y.left+e/s*(Y.width-Y.left-Y.right)),p=[],m=Y.head,h=(e,t,n)=>w`<text x="${e.x}" y="${e.y}"${n}>${t}</text>`;for(let{title:e,bars:t,marks:n}of i){p.push(h({x:4,y:m+14},r(e),q)),m+=Y.row;for(let{label:e,from:n,to:i,isBad:a}of t){let t=Math.max(2,X(l(i)-l(n))),o=a?`#cf222e`:`#54aeff`;p.push(h({x:12,y:m+14},r(e)),w`<rect class="bar${a?` bad`:``}" x="${l(n)}" y="${m+3}" width="${t}" height="14" fill="${o}"/>`,h({x:X(l(n)+t+4),y:m+14},`${n}–${i} s`,J)),m+=Y.row}for(let{label:e,at:t}of n)p.push(h({x:12,y:m+14},r(e)),w`<path d="M${l(t)} ${m+3}v14" stroke="currentColor" stroke-width="2"/>`,h({x:X(l(t)+4),y:m+14},`${t} s`,J)),m+=Y.row}let g=`${r(o(e))} – ${r(c[n.mode])}`,_=u(e).map(r).join(`. `),v=m+8,y=w`viewBox="0 0 ${Y.width} ${v}" width="${Y.width}" height="${v}"`,b=[h({x:4,y:16},r(o(e)),q),h({x:4,y:34},r(c[n.mode])),...p];return w`<svg xmlns="http://www.w3.org/2000/svg" role="img" ${y} font-family="sans-serif" font-size="12" fill="currentColor"><title>${g}</title><desc>${_}</desc>${b}</svg>`}function X(e){return Math.round(e*10)/10}function fe({rollouts:e,settings:t}){let n=/* @__PURE__ */ new Map,r=0;for(let t of e){if(t.rollout.verdict!==`unsafe`||r>=200)continue;r+=1;let e=Z(t.service,t.clusters);n.set(e,[...n.get(e)??[],t])}return({resource:e,clusters:r,scope:i})=>(n.get(Z(e,r))??[]).flatMap(e=>e.scope===i?de(e,t.locale)??[]:[])}function Z(e,t){return[i(e),...t].join(`\0`)}function pe(e,t){let n=e.slice(-40),[r]=n,i=n.at(-1);if(r===void 0||i===void 0||n.length<2)return;let o=Math.max(1,...n.map(Q)),s=n.map((e,n)=>{let r=72,i=[`info`,`warning`,`error`].map(t=>{let i=e[t]/o*66;r-=i;let a=w`x="${n*16+2}" y="${r.toFixed(1)}" width="${12}" height="${i.toFixed(1)}"`;return w`<rect class="fill-${t}" ${a}/>`});return w`<g><title>${$(e,t)}</title>${i}</g>`}),c=n.length*16,l=a({en:`${r.day} to ${i.day}: ${Q(r)} → ${Q(i)} findings, ${r.error} → ${i.error} errors`,zh:`${r.day} 至 ${i.day}：问题 ${Q(r)} → ${Q(i)}，错误 ${r.error} → ${i.error}`},t),u=w`<line class="fill-line" x1="0" y1="${72.5}" x2="${c}" y2="${72.5}"/>`,d=w`width="${c}" height="${73}" viewBox="0 0 ${c} ${73}"`;return w`<figure class="trend"><figcaption>${l}</figcaption>
<svg ${d} role="img" aria-label="${l}">${s}${u}</svg></figure>`}function Q({error:e,warning:t,info:n}){return e+t+n}function $({day:e,error:t,warning:n,info:r},i){return a({en:`${e}: ${t} errors, ${n} warnings, ${r} info`,zh:`${e}：${t} 个错误，${n} 个警告，${r} 个提示`},i)}function me(e,t){return t||=e.slice(0),Object.freeze(Object.defineProperties(e,{raw:{value:Object.freeze(t)}}))}var he;function ge(e,t){return new _e(e,t).document().text}var _e=class{#e;#t;#n=[];constructor(e,t){this.#e=e,this.#t=t}document(){let e=fe(this.#e),t=I(this.#e,t=>this.#a(e(t))),n=t.balancers.length>0;return w(he||=me([`<!doctype html>
<html lang="`,`" data-theme="auto">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="`,`">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>`,` – ACK Service Gate</title>
<style>`,`</style>
</head>
<body>
`,`
<main>
`,`
`,`
`,`
`,`
`,`
</main>
<footer><p>ACK Service Gate `,`</p></footer>
`,`
<script type="application/json" id="data">`,`<\/script>
<script>`,`<\/script>
</body>
</html>
`]),this.#e.settings.locale,ve,this.#r(_(this.#e)),new E(K.style),this.#o(),this.#s(),this.#c(),n?this.#l():void 0,this.#u(t.clusters.length>0),this.#f(),this.#t.version,this.#n,new E(T(t)),new E(K.script))}#r(e){return a(e,this.#e.settings.locale)}#i(e,t){return this.#r({en:e,zh:t})}#a(e){return e.map(e=>{let t=`block-${this.#n.length}`;return this.#n.push(w`<template id="${t}">${e}</template>\n`),t})}#o(){let e=[[`auto`,this.#i(`Auto`,`自动`)],[`light`,this.#i(`Light`,`浅色`)],[`dark`,this.#i(`Dark`,`深色`)]].map(([e,t])=>w`<label><input type="radio" name="theme" value="${e}">${t}</label>`);return w`<a class="skip" href="#findings-title">${this.#i(`Skip to the findings`,`跳到问题列表`)}</a>
<header class="bar">
<p class="brand">ACK Service Gate <span>${this.#i(`report`,`报告`)}</span></p>
<fieldset class="theme"><legend>${this.#i(`Colours`,`配色`)}</legend>${e}</fieldset>
</header>`}#s(){let{outcome:t,summary:r,findings:i,since:a,notEvaluated:o}=this.#e,s=e(i),c=m(this.#e),l=(e,t,n=``)=>w`<li class="${e>0?n:``}"><strong>${e}</strong><span>${t}</span></li>`,u=[[`error`,{en:`errors`,zh:`错误`}],[`warning`,{en:`warnings`,zh:`警告`}],[`info`,{en:`info`,zh:`提示`}]],d=a===void 0?this.#i(`unchanged`,`未变`):this.#i(`still open`,`仍存在`),f=c===void 0?[]:[l(c.new,this.#i(`new`,`新增`)),l(c.unchanged,d),l(c.fixed,this.#i(`fixed`,`已修复`))],p=[...u.map(([e,t])=>l(s[e],this.#r(t),`some-${e}`)),...f,l(i.filter(n).length,this.#i(`suppressed`,`已抑制`)),l(o.length,this.#i(`left open`,`未决检查`)),l(r.loadBalancerServices,this.#i(`load balancers`,`负载均衡`))];return w`<section class="outcome is-${t.result}" aria-labelledby="verdict">
<h1 id="verdict">${this.#r(_(this.#e))}</h1>
<p>${this.#r(g(this.#e))}</p>
<ul class="tiles">${p}</ul>
${pe(this.#t.trend??[],this.#e.settings.locale)}
</section>`}#c(){let{repositories:e}=this.#e;if(e===void 0)return;let t=this.#i(`Repositories`,`仓库`),n=[this.#i(`Repository`,`仓库`),this.#i(`Outcome`,`结果`),...[`error`,`warning`,`info`].map(e=>this.#r(h[e])),this.#i(`Load balancers`,`负载均衡`)].map(e=>w`<th scope="col">${e}</th>`),r=e.map(({name:e,result:t,findings:n,loadBalancerServices:r})=>{let i=[n.error,n.warning,n.info,r].map(e=>w`<td>${e}</td>`),a=w`<span class="verdict is-${t}">${this.#r(p[t])}</span>`;return w`<tr><th scope="row">${e}</th><td>${a}</td>${i}</tr>`});return w`<section aria-labelledby="repositories-title">
<div class="section-head"><h2 id="repositories-title">${t}</h2><p>${e.length}</p></div>
<div class="open wide" tabindex="0" role="group" aria-label="${t}"><table class="repositories"><thead><tr>${n}</tr></thead><tbody>${r}</tbody></table></div>
</section>`}#l(){let e=this.#e.predictions().length,t=this.#i(`${e} predicted, if deployed as written`,`按清单部署后的预测，共 ${e} 个`);return w`<section aria-labelledby="balancers-title">
<div class="section-head"><h2 id="balancers-title">${this.#i(`Load balancers`,`负载均衡`)}</h2><p>${t}</p></div>
<div class="balancers" id="balancer-list"></div>
</section>`}#u(e){let t=this.#e.findings.length===0,n=this.#i(`The list needs JavaScript; the Markdown and JSON reports do not.`,`列表需要 JavaScript；Markdown 与 JSON 报告则不需要。`),r=w`<p class="nothing">${this.#i(`No findings.`,`没有问题。`)}</p>`;return w`<section aria-labelledby="findings-title">
<div class="section-head"><h2 id="findings-title" tabindex="-1">${this.#i(`Findings`,`问题`)}</h2><p id="shown" role="status"></p></div>
<noscript><p>${n}</p></noscript>
${t?r:void 0}
${this.#d(t,e)}
<div id="finding-list"></div>
</section>`}#d(e,t){let n=[`error`,`warning`,`info`].map(e=>{let t=w`<input type="checkbox" name="severity" value="${e}">`;return w`<label class="chip">${t}${this.#r(h[e])}</label>`}),r=(e,t)=>w`<label class="grow">${t}<input type="search" name="${e}" autocomplete="off" spellcheck="false"></label>`,i=(e,t,n,r=[])=>w`<label class="pick">${t}<select name="${e}"><option value="">${n}</option>${r}</select></label>`,{hasBase:a,since:o}=this.#e,s=[...a||o!==void 0?[`new`,`unchanged`]:[],...a?[`fixed`]:[],`suppressed`].map(e=>w`<option value="${e}">${this.#r(ye[e]??{en:e,zh:e})}</option>`),c=t?i(`cluster`,this.#i(`Cluster`,`集群`),this.#i(`All clusters`,`全部集群`)):w`<input type="hidden" name="cluster" value="">`;return w`<form class="filters" id="filters"${e?w` hidden`:void 0}>
<fieldset class="severities"><legend>${this.#i(`Severity`,`级别`)}</legend>${n}</fieldset>
${r(`search`,this.#i(`Search (press /)`,`搜索（按 /）`))}
${r(`path`,this.#i(`Path contains`,`路径包含`))}
${i(`rule`,this.#i(`Rule`,`规则`),this.#i(`All rules`,`全部规则`))}
${c}
${i(`state`,this.#i(`Status`,`状态`),this.#i(`All that stand`,`全部现存`),s)}
<input type="hidden" name="group" value="">
<button class="reset" type="reset">${this.#i(`Clear`,`清除`)}</button>
</form>`}#f(){let e=[this.#p(),this.#m(),this.#g()].filter(e=>e!==void 0);if(e.length===0)return;let t=this.#i(`What could not be evaluated, and notes`,`未能评估的内容与说明`);return w`<section aria-labelledby="open-title">
<div class="section-head"><h2 id="open-title">${t}</h2></div>
${e}
</section>`}#p(){let e=/* @__PURE__ */ new Map;for(let t of this.#e.notEvaluated){let n=JSON.stringify([t.ruleId,t.missing]),r=e.get(n);r===void 0?e.set(n,[t]):r.push(t)}if(e.size===0)return;let t=[...e.values()].map(e=>{let[{ruleId:t,missing:n}]=e,r=e.map(({location:e,resource:t})=>{let n=t===null?``:` ${t.kind} ${t.name}`;return`${e.file}:${e.start.line}${n}`}),i=this.#i(`${e.length} × not evaluated for want of ${n.join(`, `)}`,`${e.length} 处因缺少 ${n.join(`、`)} 未评估`);return w`<details><summary>${t}: ${i}</summary>${this.#h(r)}</details>`});return w`<div class="open">${t}</div>`}#m(){let e=v(this.#e.problems).map(e=>{let[{kind:t,message:n}]=e,r=e.map(({file:e,location:t})=>t===null?e:`${t.file}:${t.start.line}`).filter(e=>e!==``);return w`<li>${this.#r(n)} <span class="tag">${t}</span>${this.#h(r)}</li>`});return e.length===0?void 0:w`<ul class="open lead">${e}</ul>`}#h(e){if(e.length===0)return;let t=e.length-50,n=this.#i(`and ${t} more, which the JSON report lists`,`另有 ${t} 处，见 JSON 报告`),r=e.slice(0,50).map(e=>w`<li class="place">${e}</li>`);return w`<ul>${r}${t>0?w`<li>${n}</li>`:void 0}</ul>`}#g(){let e=s(this.#e).map(e=>w`${e}\n`);if(e.length===0)return;let t=this.#i(`These facts in .github/ack-service-gate.yml would settle more:`,`在 .github/ack-service-gate.yml 中补充以下信息可得到更确定的结果：`);return w`<p class="lead">${t}</p>
<pre class="facts" tabindex="0">${e}</pre>`}};const ve=[`default-src 'none'`,`script-src '${K.scriptHash}'`,`style-src '${K.styleHash}'`,`base-uri 'none'`,`form-action 'none'`].join(`; `),ye={new:{en:`New`,zh:`新增`},unchanged:{en:`Not new`,zh:`已存在`},fixed:{en:`Fixed`,zh:`已修复`},suppressed:{en:`Suppressed`,zh:`已抑制`}};export{ge as htmlReport};