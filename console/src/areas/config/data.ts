// What several pages ask Config.
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { client } from '../../app/aws';

export const config = () => client(ConfigServiceClient);

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** A row of an answer as columns: members of structures with dots, lists as they are. */
export function flat(value: unknown, before = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, member] of Object.entries((value ?? {}) as Record<string, Json>)) {
    const path = before + name;
    if (member !== null && typeof member === 'object' && !Array.isArray(member)) Object.assign(found, flat(member, `${path}.`));
    else if (member !== null) found[path] = typeof member === 'string' ? member : JSON.stringify(member);
  }
  return found;
}
