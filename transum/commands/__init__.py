"""The tools beside the main job, a module each."""
