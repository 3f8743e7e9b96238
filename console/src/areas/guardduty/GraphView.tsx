// The graph of a finding as SVG of our own: each node is a button, the table behind it says the same.
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { href } from '../../app/router';
import { Rows } from '../../app/table';
import { BOX, type Edge, type Graph, type Kind, type Placed, placed } from './graph';
import { t } from './texts';

const COLOURS: Record<Kind, string> = { address: 'var(--series-3)', principal: 'var(--series-1)', resource: 'var(--series-2)' };
const shortened = (text: string, most = 26) => (text.length <= most ? text : `${text.slice(0, 11)}…${text.slice(-(most - 12))}`);

/** Where a node is looked at, if the console has a page for it. */
export function place(kind: Kind, label: string, detail: string): string | undefined {
  if (kind === 'principal' && /IAMUser/.test(detail)) return href('iam', 'users', label);
  if (kind === 'principal' && /Role/.test(detail)) return href('iam', 'roles', label);
  const user = /^arn:aws[\w-]*:iam::\d{12}:(user|role)\/(?:.*\/)?([^/]+)$/.exec(label);
  if (user) return href('iam', `${user[1]}s`, user[2] ?? '');
  if (/^arn:aws[\w-]*:iam::[\w]*:policy\//.test(label)) return href('iam', 'policies', label);
  const bucket = /^arn:aws[\w-]*:s3:::([^/]+)/.exec(label);
  if (bucket) return href('s3', 'buckets', bucket[1] ?? '');
  return undefined;
}

export function GraphView({ graph, command }: { graph: Graph; command: string }) {
  const [selected, setSelected] = useState<string>();
  const { nodes, width, height } = placed(graph);
  const at = (id: string) => nodes.find((node) => node.id === id) as Placed;
  const near = graph.edges.filter((edge) => edge.from === selected || edge.to === selected);
  const chosen = nodes.find((node) => node.id === selected);
  const label = (id: string) => at(id).label;
  const says = (node: Placed) => {
    const edges = graph.edges.filter((edge) => edge.from === node.id || edge.to === node.id);
    const short = shortened(node.label);
    return `${t.kinds[node.kind]} ${short}. ${short === node.label ? '' : `${node.label}. `}${edges.map((edge) => `${label(edge.from)} → ${label(edge.to)}: ${t.callsOf(edge.calls, edge.count, edge.refused)}`).join('. ')}`;
  };
  return (
    <Container header={<Header variant="h2" description={t.graphHint}>{t.graph}</Header>}>
      <SpaceBetween size="m">
        <div className="graph" role="group" aria-label={t.graph}>
          <svg viewBox={`-4 -4 ${width + 8} ${height + 8}`} style={{ minWidth: Math.min(width, 640), maxWidth: width + 8, width: '100%' }}>
            <defs>{['plain', 'refused'].map((kind) => <marker key={kind} id={`arrow-${kind}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" style={{ fill: kind === 'refused' ? 'var(--bad)' : 'var(--soft)' }} /></marker>)}</defs>
            {graph.edges.map((edge) => <Line key={`${edge.from}|${edge.to}`} edge={edge} from={at(edge.from)} to={at(edge.to)} strong={edge.from === selected || edge.to === selected} />)}
            {nodes.map((node) => (
              <g
                key={node.id} role="button" tabIndex={0} aria-label={says(node)} aria-pressed={node.id === selected} className="graph-node" transform={`translate(${node.x} ${node.y})`}
                onClick={() => setSelected(node.id === selected ? undefined : node.id)}
                onKeyDown={(event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); setSelected(node.id === selected ? undefined : node.id); } }}
              >
                <rect width={BOX.width} height={BOX.height} rx="8" style={{ fill: 'var(--panel)', stroke: node.id === selected ? COLOURS[node.kind] : 'var(--line)', strokeWidth: node.id === selected ? 3 : 1 }} />
                <rect width="6" height={BOX.height} rx="3" style={{ fill: COLOURS[node.kind] }} />
                <text x="18" y="21" style={{ fill: 'var(--soft)' }} className="graph-small">{`${t.kinds[node.kind]} `}</text>
                <text x="18" y="40" style={{ fill: 'var(--text)' }}>{shortened(node.label)}</text>
              </g>
            ))}
          </svg>
        </div>
        {chosen && (
          <div aria-live="polite">
            <Box variant="h3">{t.selected(chosen.label)}</Box>
            {chosen.detail && <Box>{chosen.detail}</Box>}
            {place(chosen.kind, chosen.label, chosen.detail) && <Link href={place(chosen.kind, chosen.label, chosen.detail)}>{t.open}</Link>}
            <ul>{near.map((edge) => <li key={`${edge.from}|${edge.to}`}>{`${label(edge.from)} → ${label(edge.to)}: ${t.callsOf(edge.calls, edge.count, edge.refused)}`}</li>)}</ul>
          </div>
        )}
        <ExpandableSection headerText={t.behind}>
          <Rows<Edge>
            id="guardduty-graph" title={t.behind} level={2} items={graph.edges} command={command} empty={{ title: t.noConnections, hint: '' }}
            columns={[
              { id: 'from', header: t.fromPart, text: (e) => label(e.from) }, { id: 'to', header: t.toPart, text: (e) => label(e.to) }, { id: 'calls', header: t.calls, text: (e) => e.calls.join(', ') },
              { id: 'times', header: t.times, text: (e) => String(e.count), order: (e) => e.count }, { id: 'refused', header: t.refused, text: (e) => String(e.refused), order: (e) => e.refused },
            ]}
          />
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}

function Line({ edge, from, to, strong }: { edge: Edge; from: Placed; to: Placed; strong: boolean }) {
  const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
  const bend = (x2 - x1) / 2;
  const refused = edge.refused === edge.count;
  const said = edge.calls.length === 1 ? (edge.calls[0] ?? '') : '';
  return (
    <g aria-hidden="true">
      <path d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 2} ${y2}`} fill="none" strokeDasharray={refused ? '5 4' : undefined} markerEnd={`url(#arrow-${refused ? 'refused' : 'plain'})`} style={{ stroke: refused ? 'var(--bad)' : 'var(--soft)', strokeWidth: strong ? 3 : 1.5 }} />
      {said && <text x={(x1 + x2) / 2} y={(y1 + y2) / 2 - 6} textAnchor="middle" className="graph-small graph-said" style={{ fill: 'var(--soft)' }}>{shortened(said, 18)}</text>}
    </g>
  );
}
