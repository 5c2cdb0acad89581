package tally

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Texts that differ in nothing but their length, a zero byte, or a byte anywhere are different; equal ones are equal wherever their bytes lie.
func TestNumbering(t *testing.T) {
	texts := []string{""}
	for length := 1; length <= 40; length++ {
		for _, filling := range []byte{0, 'a', 0xff} {
			text := strings.Repeat(string([]byte{filling}), length)
			texts = append(texts, text)
			for i := range length {
				texts = append(texts, text[:i]+"b"+text[i+1:])
			}
		}
	}
	random := rand.New(rand.NewPCG(3, 4))
	for i := range 20_000 {
		texts = append(texts, fmt.Sprint("value ", random.IntN(5000)), fmt.Sprintf("a longer name of a category %d", i%3000))
	}
	n := newNumbering()
	known := map[string]int32{}
	for _, text := range texts {
		want, ok := known[text]
		if !ok {
			want = int32(len(known))
			known[text] = want
		}
		if got := n.of(text); got != want {
			t.Fatalf("%q has the number %d, not %d", text, got, want)
		}
	}
	for _, text := range texts {
		if elsewhere := strings.Clone(text); n.of(elsewhere) != known[text] || n.texts[known[text]] != text {
			t.Fatalf("%q is not found again", text)
		}
	}
}

func BenchmarkTexts(b *testing.B) {
	for _, name := range []string{"value %d", "category with a long name %d"} {
		v := Vector{}
		for i := range 2048 {
			v.Texts = append(v.Texts, fmt.Sprintf(name, i*i%200))
		}
		b.Run(name, func(b *testing.B) {
			c := Texts("c", Limits{})
			for b.Loop() {
				c.Add([]Run{{0, 0, 2048}}, v)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/2048, "ns/text")
			b.ReportAllocs()
		})
	}
}
