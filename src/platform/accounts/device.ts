import { isIPv6 } from "node:net";

const browsers: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\/|Chromium\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad|iPod/, "iOS"],
  [/Android/, "Android"],
  [/CrOS/, "ChromeOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux|X11/, "Linux"],
];

/** What tells one's devices apart, "Firefox, Linux", and nobody from others; empty when the browser says nothing known. */
export function deviceFamily(userAgent: string | null | undefined): string {
  const text = (userAgent ?? "").slice(0, 500);
  const name = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(text))?.[1];
  return [name(browsers), name(systems)].filter(Boolean).join(", ");
}

/** The network of an address, not the address: the first 24 bits of IPv4, the first 48 of IPv6; empty when there is none, or it is this machine. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  const four = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(plain);
  if (four) return `${four[1]}.0/24`;
  if (!isIPv6(plain) || plain === "::1") return "";
  const [head = "", tail] = plain.split("::");
  const groups = head.split(":").filter(Boolean);
  const end = (tail ?? "").split(":").filter(Boolean);
  const whole = tail === undefined ? groups : [...groups, ...Array(Math.max(0, 8 - groups.length - end.length)).fill("0"), ...end];
  return `${whole.slice(0, 3).join(":")}::/48`;
}
