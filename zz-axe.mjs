import { chromium } from "@playwright/test"; import { AxeBuilder } from "@axe-core/playwright";
const base="http://localhost:4134";
const b=await chromium.launch({executablePath:"/usr/bin/chromium-headless-shell",args:["--no-sandbox","--disable-gpu"]});
for (const [w,scheme] of [[1280,"light"],[360,"dark"]]) {
const ctx=await b.newContext({viewport:{width:w,height:800},colorScheme:scheme});
await ctx.request.post(base+"/bureau/connexion",{form:{email:"officer@ville.example",password:"un mot de passe assez long",retour:"/bureau"},headers:{origin:base},maxRedirects:0});
const p=await ctx.newPage(); 
for (const u of ["/bureau/style","/bureau/projets","/fr/projets"]) { await p.goto(base+u);
const r=await new AxeBuilder({page:p}).analyze(); console.log(w,u,await p.title(),JSON.stringify(r.violations.map(v=>[v.id,v.nodes.slice(0,3).map(n=>n.target)])));}
}
await b.close();
