import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { isAtLeast, type Role, roles } from "#core/policy/roles.ts";
import { useShell } from "#features/shell/index.ts";
import { roleTexts } from "../../model/role-texts.ts";

interface RoleFieldProps {
  readonly role: Role;
  readonly onChange: (role: Role) => void;
}

/** The roles that the reader may assign, with a description of the selected one. */
export function RoleField({ role, onChange }: RoleFieldProps) {
  const { workspace } = useShell();
  return (
    <Field label="Role" isRequired hint={`${roleTexts[role]}.`}>
      {(control) => (
        <Select
          {...control}
          value={role}
          onChange={(event) => onChange(roles.find((one) => one === event.target.value) ?? role)}
        >
          {roles
            .filter((one) => isAtLeast(workspace.role, one))
            .map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
        </Select>
      )}
    </Field>
  );
}
