import { join } from "node:path";
import { closeTarget, createTarget, deployProject, loadProject } from "@gatewright/deploy";
import { startGateway } from "@gatewright/local-gateway";

/**
 * Deploys the examples of a page to a gateway of their own; calls `use` with the URLs of its APIs.
 *
 * @param log told what the gateway says on stderr
 */
export const withDeployed = async (
  page: string,
  use: (...urls: readonly string[]) => Promise<void>,
  log: (line: string) => void = () => {},
): Promise<void> => {
  const gateway = await startGateway({ port: 0, log });
  const target = await createTarget({ endpoint: gateway.url });
  try {
    const project = await loadProject(join(import.meta.dirname, "..", "examples", page));
    await use(...(await deployProject(project, target)).map(({ url }) => url));
  } finally {
    closeTarget(target);
    await gateway.close();
  }
};
