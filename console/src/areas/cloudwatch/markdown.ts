// The part of Markdown that text widgets use, as tokens: nothing of a text ever becomes markup by itself.

export type Inline = { kind: 'text' | 'bold' | 'italic' | 'code'; text: string } | { kind: 'link'; text: string; to: string };
export type Block = { kind: 'heading'; level: number; text: Inline[] } | { kind: 'paragraph'; text: Inline[] } | { kind: 'list'; ordered: boolean; items: Inline[][] } | { kind: 'code'; text: string } | { kind: 'rule' } | { kind: 'table'; head: Inline[][]; rows: Inline[][][] };

/** Only places that a browser may be sent to. */
const allowed = (to: string): boolean => /^(https?:\/\/|mailto:|#)/i.test(to);

export function inline(text: string): Inline[] {
  const found: Inline[] = [];
  const pattern = /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)[^)]*\)/g;
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
    const [whole, code, bold, alsoBold, italic, label, to] = match;
    if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (bold !== undefined || alsoBold !== undefined) found.push({ kind: 'bold', text: bold ?? alsoBold ?? '' });
    else if (italic !== undefined) found.push({ kind: 'italic', text: italic });
    else if (label !== undefined && to !== undefined && allowed(to)) found.push({ kind: 'link', text: label.replace(/^button:(primary:)?/, ''), to });
    else found.push({ kind: 'text', text: label ?? whole });
    at = match.index + whole.length;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}

const cells = (line: string): Inline[][] => line.replace(/^\s*\||\|\s*$/g, '').split('|').map((cell) => inline(cell.trim()));
const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*\d+[.)]\s+/;

export function markdown(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replaceAll('\r', '').split('\n');
  const take = (fits: (line: string) => boolean, from: number): string[] => {
    let to = from;
    while (to < lines.length && fits(lines[to] ?? '')) to++;
    return lines.slice(from, to);
  };
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (line.trim() === '') at += 1;
    else if (line.startsWith('```')) {
      const code = take((one) => !one.startsWith('```'), at + 1);
      blocks.push({ kind: 'code', text: code.join('\n') });
      at += code.length + 2;
    } else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, text: inline(heading[2] ?? '') });
      at += 1;
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      blocks.push({ kind: 'rule' });
      at += 1;
    } else if (BULLET.test(line) || NUMBER.test(line)) {
      const pattern = BULLET.test(line) ? BULLET : NUMBER;
      const items = take((one) => pattern.test(one), at);
      blocks.push({ kind: 'list', ordered: pattern === NUMBER, items: items.map((item) => inline(item.replace(pattern, ''))) });
      at += items.length;
    } else if (line.includes('|') && /^[\s|:-]*-[\s|:-]*$/.test(lines[at + 1] ?? '') && (lines[at + 1] ?? '').includes('-')) {
      const rows = take((one) => one.includes('|'), at + 2);
      blocks.push({ kind: 'table', head: cells(line), rows: rows.map(cells) });
      at += rows.length + 2;
    } else {
      const paragraph = take((one) => one.trim() !== '' && !/^(#{1,6}\s|```)/.test(one) && !BULLET.test(one) && !NUMBER.test(one), at);
      blocks.push({ kind: 'paragraph', text: inline(paragraph.join(' ')) });
      at += Math.max(1, paragraph.length);
    }
  }
  return blocks;
}
