import { closeTarget, createTarget, deployProject, loadProject } from "@gatewright/deploy";

const [folder = ".", endpoint = "http://127.0.0.1:4566"] = process.argv.slice(2);
const project = await loadProject(folder);
const target = await createTarget({ endpoint });
for (const { api, url } of await deployProject(project, target)) console.log(api, url);
closeTarget(target);
