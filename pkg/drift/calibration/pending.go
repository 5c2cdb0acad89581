package main

func methodStudy(s settings) error { return nil }
func shareStudy(s settings) error  { return nil }
