// The same thing with the AWS CLI.

/** A word as a POSIX shell reads it back. */
export const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** `aws iam create-user --user-name 'Ada L'`. Options without a value are left out. */
export function cli(command: string, options: Record<string, string | undefined> = {}): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== '');
  return ['aws', command, ...given.map(([name, value]) => `--${name} ${quoted(value as string)}`)].join(' ');
}
