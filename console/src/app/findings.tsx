// What is wrong with a policy, below the field in which it is written.
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Finding } from './policy';
import { t } from './texts';

export function Findings({ of }: { of: Finding[] }) {
  if (of.length === 0) return <StatusIndicator type="success">{t.wellFormed}</StatusIndicator>;
  return <div aria-live="polite">{of.map((finding) => <div key={finding.text}><StatusIndicator type={finding.severity}>{finding.text}</StatusIndicator></div>)}</div>;
}
