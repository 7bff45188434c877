import{t as e}from"./request-failed.js";async function t(t,a,o){let s=await n(t,a,o),c=new Set(s.map(({sha:e})=>e)),l=await r(t,a,s),u=({baseRefName:e,baseRepository:t,headRefOid:n,mergeCommit:r})=>e===o.baseBranch&&t?.nameWithOwner.toLowerCase()===a.toLowerCase()&&(c.has(n)||r!==null&&c.has(r.oid)),d=l.map(e=>e.filter(u).map(({number:e})=>e)),f=new Set(d.flat()),p=e=>d[e]?.length===0&&s[e]?.isMerge===!1;if(o.named!==void 0&&f.add(o.named),s.some((e,t)=>p(t))){let n=await i(t,a,o.baseBranch),r=n.has(o.headSha);o.named!==void 0&&!r&&n.set(o.headSha,o.named);let c;for(let t=s.length-1;t>=0;t--){let i=s[t]?.sha??``;if(c=n.get(i)??(r&&d[t]?.length===0?c:void 0),c!==void 0)f.add(c);else if(p(t))throw new e(`unavailable`,`the commit ${i.slice(0,12)} belongs to no pull request that is known`)}}if(f.size===0)throw new e(`unavailable`,`no pull request of the merge group is known`);return[...f].sort((e,t)=>e-t)}async function n(t,n,{baseSha:r,headSha:i}){let a=`/repos/${n}/compare/${r}...${i}?per_page=100`,o=await t.get(a),s=o?.commits;if(!Array.isArray(s))throw new e(`unavailable`,`GitHub lists no commits of the merge group`);if(o?.total_commits!==s.length)throw new e(`unavailable`,`the merge group has more than 100 commits`);return s.map(({sha:e,parents:t})=>({sha:e,isMerge:t.length>1}))}async function r(t,n,r){if(r.length===0)return[];let[i,a]=n.split(`/`),o=`query GateMergeGroup($owner: String!, $name: String!${r.map((e,t)=>`, $oid${t}: GitObjectID!`).join(``)}) {
  repository(owner: $owner, name: $name) {
${r.map((e,t)=>`    commit${t}: object(oid: $oid${t}) { ...PullsOf }`).join(`
`)}
  }
}
fragment PullsOf on Commit {
  associatedPullRequests(first: 50) {
    nodes { number baseRefName headRefOid mergeCommit { oid } baseRepository { nameWithOwner } }
    pageInfo { hasNextPage }
  }
}`,s=Object.fromEntries(r.map(({sha:e},t)=>[`oid${t}`,e])),c=await t.query(o,{owner:i,name:a,...s});return r.map(({sha:t},n)=>{let r=c.repository?.[`commit${n}`]?.associatedPullRequests;if(r==null||r.pageInfo.hasNextPage)throw new e(`forbidden`,`the pull requests of the commit ${t.slice(0,12)} cannot be seen`);return r.nodes})}async function i(t,n,r){let[i,a]=n.split(`/`);try{let e=(await t.query(`query GateMergeQueue($owner: String!, $name: String!, $branch: String!) {
  repository(owner: $owner, name: $name) {
    mergeQueue(branch: $branch) { entries(first: 100) { nodes { headCommit { oid } pullRequest { number } } } }
  }
}`,{owner:i,name:a,branch:r})).repository?.mergeQueue?.entries?.nodes??[];return new Map(e.flatMap(({headCommit:e,pullRequest:t})=>e===null||t===null?[]:[[e.oid,t.number]]))}catch(t){if(!(t instanceof e))throw t;return/* @__PURE__ */ new Map}}export{t as pullRequestsOf};