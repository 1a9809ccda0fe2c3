import { errorText } from "../../error-text.ts";
import { Refusal } from "../refusal.ts";

const untrusted =
  "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target";
const invalid =
  "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed";

/** What API Gateway's execution log says, by Node's code (D, troubleshoot errors with SSL certificates). */
const logged: { readonly [code: string]: string | undefined } = {
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_HAS_EXPIRED: invalid,
  CERT_NOT_YET_VALID: invalid,
};

/** A refusal for an endpoint whose certificate cannot be trusted, which is a configuration error; else undefined. */
export function certificateFailure(origin: string, code: string, cause: unknown): Refusal | undefined {
  const line = Object.hasOwn(logged, code) ? logged[code] : undefined;
  if (line === undefined) return undefined;
  const message = errorText(cause);
  return new Refusal(
    "configuration-error",
    `${origin} has a certificate that cannot be trusted: ${message}; tlsConfig.insecureSkipVerification of the integration takes it`,
    { cause, logged: line },
  );
}
