// Package shorten keeps of a text what a person reads of it.
package shorten

// To keeps the beginning of a text that has more letters than most.
func To(most int, text string) string {
	if len(text) <= most { // bytes are never fewer than letters
		return text
	}
	letters := 0
	for i := range text {
		if letters == most {
			return text[:i] + "…"
		}
		letters++
	}
	return text
}
