import{t as e}from"./request-failed.js";async function t(e,t,r,{wantsFiles:i}){let a=[];for(let o=0;o<r.length;o+=20)a.push(...await n(e,t,r.slice(o,o+20),i));return a}async function n(t,n,i,a){let[o,s]=n.split(`/`),c=`query GateLabels($owner: String!, $name: String!, $wantsFiles: Boolean!${i.map((e,t)=>`, $number${t}: Int!`).join(``)}) {
  repository(owner: $owner, name: $name) {
${i.map((e,t)=>`    pull${t}: pullRequest(number: $number${t}) { ...LabelsOf }`).join(`
`)}
  }
}
fragment LabelsOf on PullRequest {
  number
  labels(first: 100) { nodes { name } }
  timelineItems(last: 100, itemTypes: [LABELED_EVENT]) {
    nodes { ... on LabeledEvent { createdAt actor { login } label { name } } }
  }
  files(first: 100) @include(if: $wantsFiles) { nodes { path changeType } pageInfo { hasNextPage } }
}`,l=Object.fromEntries(i.map((e,t)=>[`number${t}`,e])),u=await t.query(c,{owner:o,name:s,wantsFiles:a,...l});return i.map((t,i)=>{let a=u.repository?.[`pull${i}`];if(a?.labels==null)throw new e(`forbidden`,`the labels of pull request ${t} of ${n} cannot be seen`);return r(a)})}function r({number:e,labels:t,timelineItems:n,files:r}){return{number:e,labels:(t?.nodes??[]).map(({name:e})=>{let t=n.nodes.findLast(({label:t})=>t?.name===e);return{name:e,by:t?.actor?.login??null,at:t?.createdAt??null}}),files:r==null?void 0:i(r)}}function i({nodes:e,pageInfo:t}){return!t.hasNextPage&&e.every(({changeType:e})=>e!==`RENAMED`)?new Set(e.map(({path:e})=>e)):void 0}export{t as readLabels};