package model

import "fmt"

// Grouped writes a whole number with its thousands apart: 1,234,567.
func Grouped(x float64) string {
	text := fmt.Sprintf("%.0f", x)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
