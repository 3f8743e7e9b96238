//! Many ranges of numbers at once: which of them hold a number, in logarithmic time and what is found.

use crate::number::Millionths;

/// A segment tree over the slots between the ends of the ranges.
#[derive(Debug, Default)]
pub(crate) struct Ranges {
    /// Where slots begin, in order.
    starts: Vec<Millionths>,
    /// Nodes of the tree: the outputs of the ranges that cover a node's slots and not its parent's. Leaves begin at `starts.len()`.
    nodes: Vec<Vec<u32>>,
}

impl Ranges {
    pub(crate) fn new(ranges: &[(Millionths, Millionths, u32)]) -> Self {
        let mut starts: Vec<Millionths> = ranges.iter().flat_map(|(low, high, _)| [*low, high.after()]).collect();
        starts.sort();
        starts.dedup();
        let slots = starts.len();
        let mut nodes = vec![Vec::new(); slots * 2];
        for (low, high, output) in ranges {
            let slot = |at: Millionths| starts.partition_point(|start| *start < at) + slots;
            let (mut left, mut right) = (slot(*low), slot(high.after()));
            while left < right {
                if left % 2 == 1 {
                    nodes.get_mut(left).into_iter().for_each(|node| node.push(*output));
                    left += 1;
                }
                if right % 2 == 1 {
                    right -= 1;
                    nodes.get_mut(right).into_iter().for_each(|node| node.push(*output));
                }
                left /= 2;
                right /= 2;
            }
        }
        Self { starts, nodes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Adds the outputs of the ranges that hold a number.
    pub(crate) fn find(&self, number: Millionths, outputs: &mut Vec<u32>) {
        let slot = self.starts.partition_point(|start| *start <= number);
        if slot == 0 {
            return;
        }
        let mut node = slot - 1 + self.starts.len();
        while node > 0 {
            outputs.extend(self.nodes.get(node).into_iter().flatten());
            node /= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ranges;
    use crate::number::Millionths;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranges_are_found_as_by_comparing_each(
            ranges in prop::collection::vec((-20_i64..20, 0_i64..20), 0..30),
            number in -30_i64..50,
        ) {
            let ranges: Vec<_> =
                ranges.iter().zip(0..).map(|((low, length), id)| (Millionths(*low), Millionths(low + length), id)).collect();
            let mut found = Vec::new();
            Ranges::new(&ranges).find(Millionths(number), &mut found);
            found.sort_unstable();
            let expected: Vec<u32> = ranges.iter().filter(|(l, h, _)| (l.0..=h.0).contains(&number)).map(|r| r.2).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
