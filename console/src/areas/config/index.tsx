import { PackPage, Packs } from './packs';
import { Query } from './query';
import { Resources, Timeline } from './resources';
import { Rule, Rules } from './rules';

export default function Config({ path: [kind, id, more] }: { path: string[] }) {
  if (kind === 'rules') return id ? <Rule key={id} name={id} /> : <Rules />;
  if (kind === 'packs') return id ? <PackPage key={id} name={id} /> : <Packs />;
  if (kind === 'query') return <Query asked={id} />;
  return id && more ? <Timeline type={id} id={more} /> : <Resources />;
}
