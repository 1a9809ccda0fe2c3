import { closeTarget, createTarget, deployProject, loadProject } from "@gatewright/deploy";

const project = await loadProject(".");
const target = await createTarget({ endpoint: "http://127.0.0.1:4566" });
for (const { api, url } of await deployProject(project, target)) console.log(api, url);
closeTarget(target);
