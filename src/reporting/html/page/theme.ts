/** Light, dark, or what the system says; remembered where the browser lets a file remember anything. */
export function startTheme(): void {
  const root = document.documentElement;
  const inputs = document.querySelectorAll<HTMLInputElement>('input[name="theme"]');
  const apply = (theme: string): void => {
    root.dataset['theme'] = theme;
    for (const input of inputs) input.checked = input.value === theme;
  };
  apply(remembered() ?? 'auto');
  for (const input of inputs) {
    input.addEventListener('change', () => {
      apply(input.value);
      remember(input.value);
    });
  }
}

const key = 'ack-service-gate-theme';

function remembered(): string | undefined {
  try {
    const theme = localStorage.getItem(key);
    return theme === 'light' || theme === 'dark' ? theme : undefined;
  } catch {
    return undefined;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // A page opened as a file may have no storage.
  }
}
