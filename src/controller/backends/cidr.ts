/** True when an address lies in a network; addresses of the other family lie outside. */
export function contains(cidr: string, address: string): boolean {
  const [network = '', length = ''] = cidr.split('/');
  const a = addressBits(network);
  const b = addressBits(address);
  if (a === undefined || b === undefined || a.bits !== b.bits || !/^\d{1,3}$/.test(length)) return false;
  const shift = BigInt(Math.max(0, a.bits - Number(length)));
  return a.value >> shift === b.value >> shift;
}

function addressBits(text: string): { readonly value: bigint; readonly bits: number } | undefined {
  return text.includes(':') ? ipv6(text) : ipv4(text);
}

function ipv4(text: string): { readonly value: bigint; readonly bits: number } | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined;
  return { value: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n), bits: 32 };
}

function ipv6(text: string): { readonly value: bigint; readonly bits: number } | undefined {
  const [head = '', tail, ...more] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - left.length - right.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const parts = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (!parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return { value: parts.reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n), bits: 128 };
}
