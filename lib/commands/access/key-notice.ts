// What every change of a key sets going: each edge reads its list of keys again and cuts streams whose key is out.

export function keysMoved(keyId: string) {
  return { kind: 'notify', channel: 'bulkhead_keys', payload: keyId } as const;
}
