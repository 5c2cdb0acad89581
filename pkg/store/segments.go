package store

import (
	"cmp"
	"slices"
)

// MostSegments bounds the combinations of one question.
const MostSegments = 10_000

// SortSegments brings combinations of values into the order of answers: by their texts, missing first, whatever the text beside it. order[i] is the number
// that combination i had.
func SortSegments(texts [][]string, missing [][]bool) (sorted [][]string, absent [][]bool, order []int) {
	order = make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		for g := range texts[a] {
			switch x, y := missing[a][g], missing[b][g]; {
			case x && y:
			case x:
				return -1
			case y:
				return 1
			case texts[a][g] != texts[b][g]:
				return cmp.Compare(texts[a][g], texts[b][g])
			}
		}
		return 0
	})
	for _, number := range order {
		sorted, absent = append(sorted, texts[number]), append(absent, missing[number])
	}
	return sorted, absent, order
}
