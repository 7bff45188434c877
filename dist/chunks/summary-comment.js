import{s as e}from"./finding.js";import{t}from"./digest.js";import{t as n}from"./request-failed.js";import{n as r,r as i,t as a}from"./markdown.js";const o=/^<!-- ack-service-gate:v1 gate=([0-9a-f]{8}) about=([0-9a-z]+) text=([0-9a-z]+) -->(?:\r?\n|$)/;function s({gate:e,about:t,text:n}){return`<!-- ack-service-gate:v1 gate=${e} about=${t} text=${n} -->`}function c(e){let[,t,n,r]=o.exec(e)??[];return t===void 0||n===void 0||r===void 0?void 0:{gate:t,about:n,text:r}}function l(e){return t(e,12)}function u(e){return t(JSON.stringify(e),8)}const d=`pageInfo { hasNextPage endCursor }`,f=`query GateState($owner: String!, $name: String!, $number: Int!, $threads: String, $comments: String, $wantsThreads: Boolean!, $wantsComments: Boolean!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      id
      state
      headRefOid
      headRepository { nameWithOwner }
      reviewThreads(first: 100, after: $threads) @include(if: $wantsThreads) {
        ${d}
        nodes {
          isResolved
          isOutdated
          path
          line
          diffSide
          comments(first: 20) {
            totalCount
            nodes { id body createdAt isMinimized viewerDidAuthor }
          }
        }
      }
      comments(first: 100, after: $comments) @include(if: $wantsComments) {
        ${d}
        nodes { id body createdAt viewerDidAuthor }
      }
      reviews(last: 50) { nodes { body viewerDidAuthor } }
    }
  }
}`;var p=class{#e;#t;#n;#r;constructor(e,t,n,r){this.#e=e,this.#t=t,this.#n=n,this.#r=r}async read(){let[e=``,t=``]=this.#t.split(`/`),r=[],i=[],a=null,o=null;for(let s=1;;s++){let c={owner:e,name:t,number:this.#n,threads:a??null,comments:o??null,wantsThreads:a!==void 0,wantsComments:o!==void 0},l=(await this.#e.query(f,c)).repository?.pullRequest;if(l==null)throw new n(`forbidden`,`pull request ${this.#n} of ${this.#t} cannot be seen`);r.push(...(l.reviewThreads?.nodes??[]).flatMap(e=>this.#i(e))),i.push(...(l.comments?.nodes??[]).flatMap(e=>this.#a(e))),a=g(l.reviewThreads),o=g(l.comments);let u=a===void 0&&o===void 0;if(!(!u&&s<10))return{id:l.id,isOpen:l.state===`OPEN`,headSha:l.headRefOid,headRepository:l.headRepository?.nameWithOwner,comments:r,summaries:i,isWhole:u,reviews:l.reviews.nodes.filter(({body:e,viewerDidAuthor:t})=>t&&this.#o(e)!==void 0).map(({body:e})=>e)}}}async review(e,t,n){await this.#e.send(`POST`,`/repos/${this.#t}/pulls/${this.#n}/reviews`,{commit_id:e,event:`COMMENT`,body:t,comments:n.map(({place:{path:e,side:t,line:n,startLine:r},body:i})=>({path:e,side:t,line:n,body:i,...r===void 0?{}:{start_line:r,start_side:t}}))})}async change(e){let t={},n=e.map((e,n)=>{let[r,i]=m(e);return t[`input${n}`]=i,{declared:`$input${n}: ${h(r)}!`,asked:`edit${n}: ${r}(input: $input${n}) { clientMutationId }`}}),r=`mutation GateEdits(${n.map(({declared:e})=>e).join(`, `)}) {\n  ${n.map(({asked:e})=>e).join(`
  `)}\n}`;return(await this.#e.mutate(r,t)).errors}#i({isResolved:e,isOutdated:t,path:n,line:r,diffSide:i,comments:a}){let o=!a.nodes.every(({viewerDidAuthor:e,body:t})=>e&&c(t)!==void 0)||a.totalCount>a.nodes.length,s=r===null||t?void 0:{path:n,line:r,side:i};return a.nodes.flatMap(({id:t,body:n,createdAt:r,isMinimized:i,viewerDidAuthor:a})=>{let c=a?this.#o(n):void 0;return c===void 0?[]:[{id:t,body:n,marker:c,createdAt:r,isMinimized:i,hasReply:o,isResolved:e,place:s}]})}#a({id:e,body:t,createdAt:n,viewerDidAuthor:r}){let i=r?this.#o(t):void 0;return i===void 0?[]:[{id:e,marker:i,createdAt:n}]}#o(e){let t=c(e);return t?.gate===this.#r?t:void 0}};function m(e){switch(e.kind){case`add-summary`:return[`addComment`,{subjectId:e.pullRequest,body:e.body}];case`edit-summary`:return[`updateIssueComment`,{id:e.id,body:e.body}];case`edit-comment`:return[`updatePullRequestReviewComment`,{pullRequestReviewCommentId:e.id,body:e.body}];case`delete-summary`:return[`deleteIssueComment`,{id:e.id}];case`delete-comment`:return[`deletePullRequestReviewComment`,{id:e.id}];case`minimize`:return[`minimizeComment`,{subjectId:e.id,classifier:`OUTDATED`}]}}function h(e){return`${e.slice(0,1).toUpperCase()}${e.slice(1)}Input`}function g(e){return e?.pageInfo.hasNextPage===!0?e.pageInfo.endCursor??void 0:void 0}function _({workflow:e,job:t},{workingDirectory:n,paths:r,config:i=``,preset:a=``}){return u([e,t,n,...r,i,a])}function v({runUrl:t},n){return t===void 0?void 0:`[${e({en:`This run`,zh:`本次运行`},n)}](${t})`}const y=`summary`;function b(e,t,{isShort:n,...o}){let c=t=>n?`${r(e)}${a(e)}`:i(e,{budget:6e4,mostFindings:50,...t}),{plan:u=!0}=o,d=l(c({plan:u}));return{body:`${s({gate:t,about:y,text:d})}\n${c(o)}`,text:d}}export{p as a,_ as i,b as n,s as o,v as r,l as s,y as t};