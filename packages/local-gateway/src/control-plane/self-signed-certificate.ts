import { generateKeyPairSync, sign } from "node:crypto";

export interface CertificateRequest {
  readonly commonName: string;
  readonly serialNumber: Uint8Array;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * Makes a new key and an X.509 certificate that it signs itself (RFC 5280), with ECDSA on P-256, since an RSA key
 * like those of AWS takes a hundred times as long. Node can read certificates but not write them.
 */
export function selfSignedCertificate(request: CertificateRequest): {
  readonly pemEncodedCertificate: string;
  readonly privateKey: string;
} {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const name = sequence(set(sequence(objectIdentifier("550403"), utf8(request.commonName))));
  const algorithm = sequence(objectIdentifier("2a8648ce3d040302"));
  const body = sequence(
    integer(request.serialNumber),
    algorithm,
    name,
    sequence(time(request.notBefore), time(request.notAfter)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(body, algorithm, element(bitStringTag, Buffer.of(0), signature));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    pemEncodedCertificate: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----`,
    privateKey: String(privateKey.export({ type: "pkcs8", format: "pem" })),
  };
}

const integerTag = 0x02;
const bitStringTag = 0x03;
const objectIdentifierTag = 0x06;
const utf8StringTag = 0x0c;
const utcTimeTag = 0x17;
const generalizedTimeTag = 0x18;
const sequenceTag = 0x30;
const setTag = 0x31;

/** A DER element: its tag, the length of its content, its content. */
function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content);
  const { length } = bytes;
  const header =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), bytes]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return element(sequenceTag, ...parts);
}

function set(part: Uint8Array): Buffer {
  return element(setTag, part);
}

/** A positive number without leading zeros: the first byte is made to lie between 0x40 and 0x7f. */
function integer(bytes: Uint8Array): Buffer {
  return element(integerTag, Buffer.of(0x40 | ((bytes[0] ?? 0) & 0x3f)), bytes.subarray(1));
}

function objectIdentifier(hex: string): Buffer {
  return element(objectIdentifierTag, Buffer.from(hex, "hex"));
}

function utf8(text: string): Buffer {
  return element(utf8StringTag, Buffer.from(text));
}

/** RFC 5280: two digits for the year until 2049, four from then on. */
function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return digits < "2050"
    ? element(utcTimeTag, Buffer.from(digits.slice(2)))
    : element(generalizedTimeTag, Buffer.from(digits));
}
