package tally

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// Sample keeps a simple random sample of rows without replacement: the rows whose places in the stream have the smallest hashes. Equal streams give
// equal samples, on any number of threads, as long as the stream comes in the same order.
type Sample struct {
	size    int
	seen    int64
	below   uint64 // rows with a greater hash are not among the smallest
	hashes  []uint64
	columns []kept
}

// kept are the values of a column in the rows that may be sampled.
type kept struct {
	ints    []int64
	floats  []float64
	texts   []string
	missing []bool
}

// NewSample samples up to size rows of the given number of columns. expected is about how many rows will pass, 0 if unknown: when it is known, few rows
// are kept that do not make it into the sample. The sample is the same for every expectation, but for one that is far too high it may be smaller.
func NewSample(size, columns int, expected float64) *Sample {
	s := &Sample{size: size, below: math.MaxUint64, columns: make([]kept, columns)}
	// The number of hashes below a limit is binomial: five standard deviations more than size are enough.
	if share := (float64(size) + 5*math.Sqrt(float64(size)) + 10) / expected; expected > 0 && share < 1 {
		s.below = uint64(share * math.MaxUint64)
	}
	return s
}

// Rows is the number of rows that passed.
func (s *Sample) Rows() int64 { return s.seen }

// Add passes a batch: one vector a column; a column whose vector is zero is not sampled.
func (s *Sample) Add(runs []Run, columns []Vector) {
	for _, r := range runs {
		for i := r.From; i < r.To; i++ {
			h := mix(uint64(s.seen))
			s.seen++
			if h > s.below {
				continue
			}
			s.hashes = append(s.hashes, h)
			for c, v := range columns {
				s.columns[c].append(v, i)
			}
		}
	}
	if len(s.hashes) > 4*s.size+4096 {
		s.prune()
	}
}

func (k *kept) append(v Vector, i int) {
	missing := v.Missing(i)
	k.missing = append(k.missing, missing)
	switch {
	case v.Ints != nil:
		k.ints = append(k.ints, v.Ints[i])
	case v.Floats != nil:
		k.floats = append(k.floats, v.Floats[i])
	case v.Texts != nil && missing:
		k.texts = append(k.texts, "")
	case v.Texts != nil:
		k.texts = append(k.texts, strings.Clone(v.Texts[i]))
	}
}

// prune drops all but the smallest hashes. Rows stay in the order of the stream.
func (s *Sample) prune() {
	if len(s.hashes) <= s.size {
		return
	}
	sorted := slices.Clone(s.hashes)
	slices.SortFunc(sorted, cmp.Compare[uint64])
	limit := sorted[s.size-1]
	s.below = limit
	keep := make([]int, 0, s.size)
	for i, h := range s.hashes {
		if h <= limit {
			keep = append(keep, i)
		}
	}
	s.hashes = only(s.hashes, keep)
	for c := range s.columns {
		k := &s.columns[c]
		k.missing = only(k.missing, keep)
		k.ints, k.floats, k.texts = only(k.ints, keep), only(k.floats, keep), only(k.texts, keep)
	}
}

func only[T any](list []T, keep []int) []T {
	if len(list) == 0 {
		return list
	}
	for place, i := range keep {
		list[place] = list[i]
	}
	return list[:len(keep)]
}

// Size is the number of rows in the sample.
func (s *Sample) Size() int { return min(len(s.hashes), s.size) }

// Counts counts the sampled values of a column; names: numbers are the names of categories.
func (s *Sample) Counts(column int, names bool) (*counts.Counts, error) {
	s.prune()
	k := s.columns[column]
	missing := 0
	for i, absent := range k.missing {
		if absent {
			missing++
			continue
		}
		place := i - missing
		switch {
		case k.ints != nil:
			k.ints[place] = k.ints[i]
		case k.floats != nil:
			k.floats[place] = k.floats[i]
		case k.texts != nil:
			k.texts[place] = k.texts[i]
		}
	}
	left := len(k.missing) - missing
	var c *counts.Counts
	var err error
	switch {
	case names && k.ints != nil:
		c, err = one(Ints("", true, Limits{}), Vector{Ints: k.ints[:left]}, left)
	case names && k.floats != nil:
		c, err = one(Floats("", true, Limits{}), Vector{Floats: k.floats[:left]}, left)
	case k.ints != nil:
		c, err = counts.FromInts(k.ints[:left], nil)
	case k.floats != nil:
		c, err = counts.FromFloats(k.floats[:left], nil)
	case k.texts != nil:
		c, err = one(Texts("", Limits{}), Vector{Texts: k.texts[:left]}, left) // few of them are distinct: faster than sorting all
	default:
		c, err = counts.FromStrings(nil, nil)
	}
	if err != nil {
		return nil, err
	}
	c.Null += float64(missing)
	c.Rows += float64(missing)
	return c, nil
}

// one counts a single batch.
func one(with Column, v Vector, rows int) (*counts.Counts, error) {
	with.Add([]Run{{Slot: 0, From: 0, To: rows}}, v)
	list, err := with.Counts(1)
	if err != nil || list[0] != nil {
		return list[0], err
	}
	return counts.FromStrings(nil, nil)
}

// seed makes the sample; it is part of what "equal question, equal sample" means and must not change.
const seed = 0x7469_6465_6c69_6e65 // "tideline"

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x = (x + seed) * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
