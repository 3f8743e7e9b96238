import { PolicyPage, Policies } from './policies';
import { Simulate } from './simulate';
import { Target } from './target';
import { Tree } from './tree';

export default function Organizations({ path: [kind, id] }: { path: string[] }) {
  if (kind === 'policies') return id ? <PolicyPage key={id} id={id} /> : <Policies />;
  if (kind === 'targets' && id) return <Target id={id} />;
  if (kind === 'simulate') return <Simulate key={id} target={id} />;
  return <Tree />;
}
