import{a as e,i as t,o as n}from"./own-gate.js";import{t as r}from"./request-failed.js";import{n as i,r as a,t as o}from"./markdown.js";const s=`pageInfo { hasNextPage endCursor }`,c=`query GateState($owner: String!, $name: String!, $number: Int!, $threads: String, $comments: String, $wantsThreads: Boolean!, $wantsComments: Boolean!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      id
      state
      headRefOid
      headRepository { nameWithOwner }
      reviewThreads(first: 100, after: $threads) @include(if: $wantsThreads) {
        ${s}
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
        ${s}
        nodes { id body createdAt viewerDidAuthor }
      }
      reviews(last: 50) { nodes { body viewerDidAuthor } }
    }
  }
}`;var l=class{#e;#t;#n;#r;constructor(e,t,n,r){this.#e=e,this.#t=t,this.#n=n,this.#r=r}async read(){let[e=``,t=``]=this.#t.split(`/`),n=[],i=[],a=null,o=null;for(let s=1;;s++){let l={owner:e,name:t,number:this.#n,threads:a??null,comments:o??null,wantsThreads:a!==void 0,wantsComments:o!==void 0},u=(await this.#e.query(c,l)).repository?.pullRequest;if(u==null)throw new r(`forbidden`,`pull request ${this.#n} of ${this.#t} cannot be seen`);n.push(...(u.reviewThreads?.nodes??[]).flatMap(e=>this.#i(e))),i.push(...(u.comments?.nodes??[]).flatMap(e=>this.#a(e))),a=f(u.reviewThreads),o=f(u.comments);let d=a===void 0&&o===void 0;if(!(!d&&s<10))return{id:u.id,isOpen:u.state===`OPEN`,headSha:u.headRefOid,headRepository:u.headRepository?.nameWithOwner,comments:n,summaries:i,isWhole:d,reviews:u.reviews.nodes.filter(({body:e,viewerDidAuthor:t})=>t&&this.#o(e)!==void 0).map(({body:e})=>e)}}}async review(e,t,n){await this.#e.send(`POST`,`/repos/${this.#t}/pulls/${this.#n}/reviews`,{commit_id:e,event:`COMMENT`,body:t,comments:n.map(({place:{path:e,side:t,line:n,startLine:r},body:i})=>({path:e,side:t,line:n,body:i,...r===void 0?{}:{start_line:r,start_side:t}}))})}async change(e){let t={},n=e.map((e,n)=>{let[r,i]=u(e);return t[`input${n}`]=i,{declared:`$input${n}: ${d(r)}!`,asked:`edit${n}: ${r}(input: $input${n}) { clientMutationId }`}}),r=`mutation GateEdits(${n.map(({declared:e})=>e).join(`, `)}) {\n  ${n.map(({asked:e})=>e).join(`
  `)}\n}`;return(await this.#e.mutate(r,t)).errors}#i({isResolved:t,isOutdated:n,path:r,line:i,diffSide:a,comments:o}){let s=!o.nodes.every(({viewerDidAuthor:t,body:n})=>t&&e(n)!==void 0)||o.totalCount>o.nodes.length,c=i===null||n?void 0:{path:r,line:i,side:a};return o.nodes.flatMap(({id:e,body:n,createdAt:r,isMinimized:i,viewerDidAuthor:a})=>{let o=a?this.#o(n):void 0;return o===void 0?[]:[{id:e,body:n,marker:o,createdAt:r,isMinimized:i,hasReply:s,isResolved:t,place:c}]})}#a({id:e,body:t,createdAt:n,viewerDidAuthor:r}){let i=r?this.#o(t):void 0;return i===void 0?[]:[{id:e,marker:i,createdAt:n}]}#o(t){let n=e(t);return n?.gate===this.#r?n:void 0}};function u(e){switch(e.kind){case`add-summary`:return[`addComment`,{subjectId:e.pullRequest,body:e.body}];case`edit-summary`:return[`updateIssueComment`,{id:e.id,body:e.body}];case`edit-comment`:return[`updatePullRequestReviewComment`,{pullRequestReviewCommentId:e.id,body:e.body}];case`delete-summary`:return[`deleteIssueComment`,{id:e.id}];case`delete-comment`:return[`deletePullRequestReviewComment`,{id:e.id}];case`minimize`:return[`minimizeComment`,{subjectId:e.id,classifier:`OUTDATED`}]}}function d(e){return`${e.slice(0,1).toUpperCase()}${e.slice(1)}Input`}function f(e){return e?.pageInfo.hasNextPage===!0?e.pageInfo.endCursor??void 0:void 0}const p=`summary`;function m(e,r,{isShort:s,...c}){let l=t=>s?`${i(e)}${o(e)}`:a(e,{budget:6e4,mostFindings:50,...t}),{plan:u=!0}=c,d=n(l({plan:u}));return{body:`${t({gate:r,about:p,text:d})}\n${l(c)}`,text:d}}export{m as n,l as r,p as t};