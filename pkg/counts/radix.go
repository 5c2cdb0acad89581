package counts

import (
	"math"
	"slices"
)

// Samples and small windows come unsorted, 20,000 values at a time. A radix sort takes a third of the time of a comparing one there.

const (
	radixBits   = 11 // six passes for 64 bits; a histogram of 2,048 places stays in the first-level cache
	radixPasses = 6
	radixLeast  = 512 // fewer values are sorted faster by comparing
)

// SortedFloats gives finite floats in ascending order, without −0.
func SortedFloats(values []float64) []float64 {
	if len(values) < radixLeast {
		sorted := slices.Clone(values)
		slices.Sort(sorted)
		return sorted
	}
	keys := make([]uint64, len(values))
	for i, x := range values {
		// The order of floats as the order of unsigned numbers: negative ones turned round, the others above them.
		bits := math.Float64bits(x)
		keys[i] = bits ^ (uint64(int64(bits)>>63) | 1<<63)
	}
	keys = radixSort(keys)
	sorted := make([]float64, len(keys))
	for i, k := range keys {
		sorted[i] = math.Float64frombits(k ^ (^uint64(int64(k)>>63) | 1<<63))
	}
	return sorted
}

// SortedInts gives integers in ascending order.
func SortedInts(values []int64) []int64 {
	if len(values) < radixLeast {
		sorted := slices.Clone(values)
		slices.Sort(sorted)
		return sorted
	}
	keys := make([]uint64, len(values))
	for i, x := range values {
		keys[i] = uint64(x) ^ 1<<63
	}
	keys = radixSort(keys)
	sorted := make([]int64, len(keys))
	for i, k := range keys {
		sorted[i] = int64(k ^ 1<<63)
	}
	return sorted
}

// radixSort sorts by the lowest digit first; each pass keeps the order of the one before. It overwrites keys.
func radixSort(keys []uint64) []uint64 {
	var places [radixPasses][1 << radixBits]int32
	const mask = 1<<radixBits - 1
	for _, k := range keys {
		for pass := range radixPasses {
			places[pass][k>>(pass*radixBits)&mask]++
		}
	}
	from, to := keys, make([]uint64, len(keys))
	for pass := range radixPasses {
		shift := pass * radixBits
		place := &places[pass]
		if int(place[from[0]>>shift&mask]) == len(from) {
			continue // all have the same digit here
		}
		next := int32(0)
		for digit, n := range place {
			place[digit] = next
			next += n
		}
		for _, k := range from {
			digit := k >> shift & mask
			to[place[digit]] = k
			place[digit]++
		}
		from, to = to, from
	}
	return from
}
