import{s as e}from"./finding.js";import{r as t}from"./safe-markdown.js";function n({message:n,hint:r},i){return`## ${e({en:`Gate failed: it could not evaluate this.`,zh:`检查未通过：无法评估。`},i)}\n\n${[...n.split(`
`),...r===void 0?[]:[r]].map(e=>`- ${t(e)}`).join(`
`)}\n`}export{n as t};