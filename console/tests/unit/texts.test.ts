// Every text is there in every language, and no component has texts of its own.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language, chosen, digits, fileOf, forPeople, localeOf, readable, when } from '../../src/app/language';

type Texts = Record<string, unknown>;
const source = new URL('../../src/', import.meta.url).pathname;
const files = (folder: string): string[] => readdirSync(folder).flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? files(path) : [path];
});
const english = import.meta.glob<{ t: Texts }>('../../src/**/texts.ts', { eager: true });
const translated = import.meta.glob<{ t: Texts }>('../../src/**/texts.*.ts', { eager: true });
const others = Object.keys(LANGUAGES).filter((one) => one !== 'en') as Language[];

/** The keys of texts with what each is: a text, a function of so many words, or more texts. */
function shape(texts: Texts, before = ''): Record<string, string> {
  return Object.assign({}, ...Object.entries(texts).map(([key, value]) => (typeof value === 'object' && value !== null ? shape(value as Texts, `${before}${key}.`) : { [before + key]: typeof value === 'function' ? `a function of ${value.length}` : typeof value })) as object[]) as Record<string, string>;
}

describe('translations', () => {
  test.each(Object.keys(english))('%s has every text in every language', (path) => {
    for (const language of others) {
      const other = translated[path.replace(/texts\.ts$/, `texts.${language}.ts`)];
      expect(other, `${path} in ${language}`).toBeDefined();
      expect(shape(other?.t ?? {})).toEqual(shape(english[path]?.t ?? {}));
      const empty = Object.entries(other?.t ?? {}).filter(([, value]) => value === '').map(([key]) => key);
      expect(empty).toEqual([]);
    }
  });
  test('no translation is of nothing, and each is found by the name of its texts', () => {
    for (const path of Object.keys(translated)) expect(english[path.replace(/texts\.\w+\.ts$/, 'texts.ts')], path).toBeDefined();
    for (const path of Object.keys(english)) {
      const text = readFileSync(new URL(path, import.meta.url).pathname, 'utf8');
      const name = /spoken\('(\w+)', \{/.exec(text)?.[1] ?? '';
      for (const language of others) expect(new URL(fileOf(name, language), new URL('../../src/app/', import.meta.url)).pathname).toBe(new URL(path.replace(/texts\.ts$/, `texts.${language}.ts`), import.meta.url).pathname);
    }
  });
  test('the language is what was chosen, else the first of the browser that is known, else English', () => {
    expect(chosen(null, ['fr-FR', 'de-AT', 'en-US'])).toBe('de');
    expect(chosen('en', ['de'])).toBe('en');
    expect(chosen('xx', ['fr'])).toBe('en');
    expect(localeOf('de', ['fr', 'de-CH', 'de'])).toBe('de-CH');
    expect(localeOf('de', ['fr'])).toBe('de');
  });
  test('moments and numbers: as texts for computers, and for people', () => {
    expect(when(new Date(Date.UTC(2026, 1, 11, 14, 5, 9)))).toBe('2026-02-11 14:05:09');
    expect(forPeople('2026-02-11 14:05:09')).toMatch(/2026.*14:05:09/);
    expect(forPeople('2026-02-11 14:05:09')).not.toContain('2026-02-11');
    expect(forPeople('arn:aws:x')).toBe('arn:aws:x');
    expect([digits(0.1 + 0.2), digits(1_234_567), digits(NaN)]).toEqual(['0.3', '1234570', 'NaN']);
    expect([readable(0.1 + 0.2), readable(1e-9), readable(1e21), readable(0)]).toEqual(['0.3', '1e-9', '1e+21', '0']);
  });
});

/** Attributes and members whose texts people read. */
const READ = /^(aria-?label|.*AriaLabel|alt|title|header|headerText|label|text|description|hint|placeholder|.*Placeholder|errorText|loadingText|constraintText|content|done|empty|noMatch|buttonText|.*Label)$/i;
/** Words that are the same in every language. */
const SAME = /^(?:[^\p{L}]*|CLI|CSV|JSON|ARN|ID|URL|KMS|UTC|h|s|ms|MB|IAM)$/u;
const isText = (text: string) => !SAME.test(text.trim());

/** Texts that stand in a component: between tags, in attributes that are read, in members that are read. */
function raw(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: string[] = [];
  const say = (node: ts.Node, text: string) => found.push(`${relative(source, path)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${text.trim()}`);
  const worded = (text: string) => /\p{L}{2,}/u.test(text) && isText(text);
  // What is chosen between, or joined to, is read too: `open ? 'Close' : 'Open'`.
  const literals = (node: ts.Node | undefined, tell: (text: string, at: ts.Node) => void): void => {
    if (!node) return;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) tell(node.text, node);
    else if (ts.isTemplateExpression(node)) [node.head, ...node.templateSpans.map((span) => span.literal)].forEach((part) => { if (/\p{L}{2,}\s|\s\p{L}{2,}/u.test(part.text)) tell(part.text, node); });
    else if (ts.isConditionalExpression(node)) { literals(node.whenTrue, tell); literals(node.whenFalse, tell); }
    else if (ts.isParenthesizedExpression(node) || ts.isJsxExpression(node)) literals(node.expression, tell);
    else if (ts.isBinaryExpression(node) && [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.PlusToken].includes(node.operatorToken.kind)) { literals(node.left, tell); literals(node.right, tell); }
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) literals(node.body, tell);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && worded(node.text)) say(node, node.text);
    if (ts.isJsxAttribute(node) && READ.test(node.name.getText())) literals(node.initializer, (text, at) => { if (worded(text)) say(at, text); });
    if (ts.isJsxExpression(node) && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent))) literals(node.expression, (text, at) => { if (worded(text)) say(at, text); });
    if (ts.isPropertyAssignment(node) && READ.test(node.name.getText())) literals(node.initializer, (text, at) => { if (worded(text) && /[A-Z ]/.test(text)) say(at, text); });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

test('no component has texts of its own', () => {
  const components = files(source).filter((path) => path.endsWith('.tsx'));
  expect(components.length).toBeGreaterThan(50);
  expect(components.flatMap(raw)).toEqual([]);
});
test('the search for such texts finds them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'texts-'));
  const path = join(folder, 'component.tsx');
  writeFileSync(path, 'const x = <A title="Some text" id="some id">Hello <b aria-label={open ? "Close it" : t.x}>{bad ? `lost ${n} things` : ""}</b></A>; const y = { header: "A header", id: "no text" };');
  try {
    expect(raw(path).map((one) => one.replace(/^\S+ /, ''))).toEqual(['Some text', 'Hello', 'Close it', 'lost', 'things', 'A header']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
