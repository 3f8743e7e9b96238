// The same thing with the AWS CLI.

/** A word as a POSIX shell reads it back. */
export const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** `aws iam create-user --user-name 'Ada L'`. A list is several words. Options without a value are left out. */
export function cli(command: string, options: Record<string, string | string[] | undefined> = {}): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value.length > 0) as [string, string | string[]][];
  return ['aws', command, ...given.map(([name, value]) => `--${name} ${[value].flat().map(quoted).join(' ')}`)].join(' ');
}
