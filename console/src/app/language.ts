// The language of the texts, and how dates and numbers are written in it. Texts are English in `texts.ts`; a translation stands beside them and is loaded when it is wanted.

export type Language = 'en' | 'de';

/** Languages by their own names. */
export const LANGUAGES: Record<Language, string> = { en: 'English', de: 'Deutsch' };

const KEPT = 'cloudkeep.language';
const known = (tag: string): Language | undefined => Object.keys(LANGUAGES).find((one) => one === tag.split('-')[0]?.toLowerCase()) as Language | undefined;

/** What was chosen here, or else the first language of the browser that there are texts in. */
export function chosen(kept: string | null, wanted: readonly string[]): Language {
  for (const tag of [kept ?? '', ...wanted]) {
    const found = known(tag);
    if (found) return found;
  }
  return 'en';
}

/** As whoever reads writes dates and numbers: in the variety of the language that the browser names. */
export const localeOf = (language: Language, wanted: readonly string[]): string => wanted.find((tag) => known(tag) === language) ?? language;

const wanted: readonly string[] = typeof navigator === 'undefined' ? ['en'] : navigator.languages;

export const language: Language = chosen(typeof localStorage === 'undefined' ? null : localStorage.getItem(KEPT), wanted);
export const locale: string = localeOf(language, wanted);

/** Chooses a language: the page is loaded anew in it, where one is and as who one is. */
export function speak(next: Language): void {
  localStorage.setItem(KEPT, next);
  location.reload();
}

const translations = new Map<string, object>();
const files = import.meta.glob<{ t: object }>(['./texts.*.ts', './policy/texts.*.ts', '../areas/*/texts.*.ts']);

/** The file of a translation: of the frame (`app`), of a part of it, or of an area. */
export const fileOf = (name: string, of: Language): string => (name === 'app' ? `./texts.${of}.ts` : name === 'policy' ? `./policy/texts.${of}.ts` : `../areas/${name}/texts.${of}.ts`);

/** Brings the translation of some texts, before they are first read. English needs none. */
export async function learn(...names: string[]): Promise<void> {
  await Promise.all(names.map(async (name) => {
    const file = files[fileOf(name, language)];
    if (file && !translations.has(name)) translations.set(name, (await file()).t);
  }));
}

/** English texts, in the language of whoever reads where their translation was brought. */
export const spoken = <T extends object>(name: string, english: T): T => ({ ...english, ...(translations.get(name) as Partial<T> | undefined) });

const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const moments = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });
const days = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });
const dayTimes = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });
const numbers = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 });
const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const seconds = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `2026-02-11 14:05:09`, in UTC: what tables sort by and exports hold. */
export const when = (time?: Date | string | number): string => (time === undefined ? '' : new Date(time).toISOString().replace('T', ' ').slice(0, 19));

/** The same for people: `Feb 11, 2026, 14:05:09` or `11. Feb. 2026, 14:05:09`. */
export const moment = (time?: Date | string | number): string => (time === undefined ? '' : moments.format(new Date(time)));
/** The day alone. */
export const day = (time?: Date | string | number): string => (time === undefined ? '' : days.format(new Date(time)));
/** `14:05`, with the day where more than one is shown. */
export const shortMoment = (time: number, withDay: boolean): string => (withDay ? dayTimes : times).format(new Date(time));

export const isMoment = (text: string): boolean => MOMENT.test(text);
/** A text of `when` for people; any other text as it is. */
export const forPeople = (text: string): string => (MOMENT.test(text) ? moments.format(Date.parse(`${text.replace(' ', 'T')}Z`)) : text);

/** Beyond these a number is written with its power of ten. */
const [SMALL, GREAT] = [1e-6, 1e15];

/** A number in few digits, without the noise of binary fractions, as a computer reads it. */
export const digits = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value));
/** The same as a person reads it. */
export const readable = (value: number): string => (Number.isFinite(value) && (value === 0 || (Math.abs(value) >= SMALL && Math.abs(value) < GREAT)) ? numbers.format(value) : digits(value));
/** A part of one in per cent. */
export const percent = (part: number): string => shares.format(part);
/** A number with one digit behind the point. */
export const tenths = (value: number): string => seconds.format(value);
